from domain.problems import Problem, Refused


def test_a_problem_refuses_unless_it_says_otherwise():
    assert Problem("cell.not_a_number").severity == "error"


def test_two_equal_faults_are_one():
    assert len({Problem("cell.percent", row=3, raw="5%"), Problem("cell.percent", row=3, raw="5%")}) == 1


def test_a_refusal_carries_all_its_problems_in_order():
    problems = (Problem("file.empty"), Problem("row.too_many_cells", row=4))
    assert Refused(iter(problems)).problems == problems


def test_a_refusal_in_a_log_names_its_codes():
    assert str(Refused([Problem("file.empty"), Problem("file.not_text")])) == "file.empty, file.not_text"
