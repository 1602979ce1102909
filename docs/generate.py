"""Writes docs/feeds.md from feeds/*.toml and readiness/plan.toml; --check fails when it is out of date."""

import sys
from pathlib import Path

import click

from domain.levels import GRADES
from feeds import all_feeds
from feeds.declaration import Column, Counter, Feed
from feeds.sentences import expected, needed
from readiness.plan import plan

FILE = Path(__file__).with_name("feeds.md")


def text() -> str:
    """The whole of docs/feeds.md."""
    return "\n".join([_head(), *(_feed(feed) for feed in all_feeds().values()), _plan()])


def _head() -> str:
    rows = [
        f"| [{f.name}](#{f.name}) | {f.zh} | {f.owner_title('zh')} | {f.row_zh} | {f.cadence_h:g} h | {_undo(f)} | {'是' if f.partial else '—'} | {f.file} |"
        for f in all_feeds().values()
    ]
    return "\n".join([
        "# 报表 Feeds", "", "由 `python -m docs.generate` 从 feeds/*.toml 生成，勿手改。Generated; do not edit.", "",
        "| feed | 报表 | 部门 | 一行是 | 周期 | 可撤销 undo | 部分接收 partial | file |", "|---|---|---|---|---|---|---|---|", *rows, "",
    ])  # fmt: skip


def _undo(feed: Feed) -> str:
    """Levels are ended by declarations, never undone."""
    return "—" if feed.file == "declaration" else f"{feed.undo_h:g} h"


def _feed(feed: Feed) -> str:
    return "\n".join([
        f"## {feed.name}", "", f"{feed.zh} · {feed.en} · {feed.owner_title('zh')} / {feed.owner_title('en')}", "",
        f"key: {', '.join(feed.key)} · rows: {dict(feed.rows)}", "",
        "| 列 header | name | type | 应为 expected | 也认 also read |", "|---|---|---|---|---|",
        *(_column(column, feed) for column in feed.columns), "",
        *(["| 指标 measure | id | 统计 counts | 单位 | ref |", "|---|---|---|---|---|"] if feed.counters else []),
        *(_counter(counter) for counter in feed.counters), "",
    ])  # fmt: skip


def _column(column: Column, feed: Feed) -> str:
    required = f" **{needed(column, feed, 'zh')}**" if column.required or column.required_where else ""
    return f"| {column.header}{required} | {column.name} | {column.type} | {expected(column, feed, 'zh')} | {', '.join(column.aliases)} |"


def _counter(counter: Counter) -> str:
    parts = {"where": counter.where, "done": counter.done, "planned": counter.planned, "total": counter.total}
    how = "; ".join([counter.value, *(f"{name} {_plain(value)}" for name, value in parts.items() if value)])
    return f"| {counter.zh} / {counter.en} | {counter.id} | {how} | {counter.unit} | {counter.ref} |"


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(f"{name}={'/'.join(map(str, values))}" for name, values in dict(value).items())  # type: ignore[call-overload]


def _plan() -> str:
    rows = [f"| {d.measure} | {GRADES[d.from_grade].zh} | {d.mark} | {d.source} |" for d in plan().demands]
    return "\n".join([
        "## 各级响应的要求 What each level asks for", "",
        f"status: **{plan().status}** · 出处编号见 [sources.md](sources.md)", "",
        "| measure | 自 from | mark | source |", "|---|---|---|---|", *rows, "",
    ])  # fmt: skip


@click.command()
@click.option("--check", is_flag=True)
def main(check: bool) -> None:
    """Write the file, or with --check only say whether it is up to date."""
    made = text()
    if not check:
        FILE.write_text(made, encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != made:
        click.echo(f"{FILE.name}: python -m docs.generate", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
