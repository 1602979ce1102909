"""CAP messages for tests, each a small change to one that is sound."""

SOUND = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>33092141600000_20250730041500_1</identifier>
  <sender>33092141600000</sender>
  <sent>2025-07-30T04:15:00+08:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>zh-CN</language>
    <category>Met</category>
    <event>台风</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <expires>2025-07-30T16:15:00+08:00</expires>
    <senderName>岱山县气象台</senderName>
    <headline>岱山县气象台发布台风橙色预警信号</headline>
    <description>合成样本。</description>
    <area>
      <areaDesc>岱山县</areaDesc>
      <geocode><valueName>adcode</valueName><value>330921</value></geocode>
    </area>
  </info>
</alert>
"""


def cap(*changes: tuple[str, str]) -> bytes:
    """The sound message with texts of it replaced; each must be there."""
    text = SOUND
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()
