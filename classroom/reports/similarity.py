"""Answers that resemble each other more than chance explains: a hint for the teacher, never an accusation.

Answers here are short, and most honest ones are alike. So what counts is not that two answers are
equal but how few others share them, as a search engine weighs words: a word of every page says
nothing, a rare one much (inverse document frequency; K. Spärck Jones, "A statistical interpretation of term
specificity and its application in retrieval", Journal of Documentation 28, 1972).

**Form.** Each answer is reduced to a form that survives what a copyist changes: comments,
docstrings, type hints, layout, the names of local variables, the order of statements, results
put into a variable and used once, variables never used, prints (see `form_of`).

**Score.** For a pair of learners, the sum over the exercises in which they share a form of
log(N / n): N learners answered, n of them in this form. For a wrong form it is
log((N − 1) / (n − 1)), the more of the two, since right answers are drawn to the few obvious ones and wrong
ones are not. What the lesson gives is nobody's: a form equal to what was handed out is no answer, and one equal
to the lesson's own answer doesn't count. Nor does one shared by more than `MOST_SHARING` learners, or with very little
in it besides the given lines.

**Chance.** A score has no meaning by itself: twenty exercises give more of it than five. But if
learners worked independently, one who happens to have i's form in an exercise is met with probability
(n − 1)/(N − 1) ≤ n/N, so that exp(score) has an expectation of at most 2 to the power of E, the
number of exercises in which i has a form that counts. By Markov's inequality, among all
N(N − 1)/2 pairs at most N(N − 1)/2 · 2^E · exp(−score) are expected to score as high. Pairs are
reported where this is at most 0.05. In very small classes there are none.

The bound supposes independent answers. Two who were taught by the same friend, used the same book or
asked the same program share habits without having copied from each other; and who was first is not said.

The alternative is fingerprints of overlapping pieces of the token stream (Moss: S. Schleimer, D. Wilkerson, A. Aiken,
"Winnowing: local algorithms for document fingerprinting", SIGMOD 2003). It finds copied pieces within
long programs. Answers of 1 to 15 lines are a single such piece.
"""

import ast
import functools
import math
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from classroom.results import ExerciseResult, SubmissionResult

MOST_SHARING = 20  # a form shared by more says little, and pairs of them grow with the square
SHORTEST = 20  # characters that say something in a form; shorter ones are obvious
LONGEST = 20_000  # characters of an answer; longer ones are no answers to these exercises
REPORTED = 0.05  # pairs expected among independent learners

SOLUTION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)
LEFT_OUT = re.compile(r"\"\"\".*?\"\"\"|#[^\n]*", re.DOTALL)  # docstrings and comments
TOKEN = re.compile(r"\w+|\"[^\"\n]*\"|'[^'\n]*'|[^\w\s]")


@dataclass(frozen=True)
class Shared:
    """An answer that two learners share.

    answers -- of the two, in the order of the pair
    sharing -- how many learners have it in all
    wrong   -- whether both of the two failed the exercise
    """

    name: str
    answers: tuple[str, str]
    sharing: int
    wrong: bool


@dataclass(frozen=True)
class Pair:
    """Two learners whose answers are alike.

    chance -- at most so many pairs as alike as this are expected among learners who worked independently
    shared -- the answers, rarest first
    """

    learners: tuple[str, str]
    chance: float
    shared: tuple[Shared, ...]


def similar_pairs(
    results: Iterable[SubmissionResult], references: Mapping[tuple[str, str], str]
) -> list[Pair]:
    """Return the pairs of learners whose answers agree more than chance explains, least likely first.

    results    -- of one week, each learner once
    references -- {(notebook, exercise): the lesson's own answer, with nbgrader's marks around what is not handed out}
    Time grows with the number of answers, not of pairs. The order of the results makes no difference.
    """
    results = sorted(results, key=lambda result: result.learner)
    groups = rare_groups(results, references)
    scores: defaultdict[tuple[int, int], float] = defaultdict(float)
    counted: Counter[int] = Counter()
    for group in groups:
        counted.update(group.members)
        for pair in combinations(group.members, 2):
            scores[pair] += group.weight(pair)
    learners = sum(bool(result.exercises) for result in results)
    chances = {
        pair: expected_by_chance(score, min(counted[pair[0]], counted[pair[1]]), learners)
        for pair, score in scores.items()
    }
    reported = {pair for pair, chance in chances.items() if chance <= REPORTED}
    shared = defaultdict(list)
    for group in groups:
        for pair in reported.intersection(combinations(group.members, 2)):
            shared[pair].append(group.shared(pair))
    pairs = [
        Pair(
            (results[pair[0]].learner, results[pair[1]].learner),
            chances[pair],
            tuple(sorted(shared[pair], key=lambda part: (part.sharing, not part.wrong))),
        )
        for pair in reported
    ]
    return sorted(pairs, key=lambda pair: (pair.chance, pair.learners))


def expected_by_chance(score: float, exercises: int, learners: int) -> float:
    """Return how many pairs of at least this score to expect at most, as derived at the top of this module."""
    pairs = learners * (learners - 1) / 2
    return min(pairs, math.exp(math.log(pairs) + exercises * math.log(2) - score))


# -------------------------------------------------------------------------------------------- groups


@dataclass(frozen=True)
class Group:
    """The learners, by position, who share a form in one exercise, of `answered` who answered it."""

    answers: dict[int, ExerciseResult]
    answered: int

    @property
    def members(self) -> tuple[int, ...]:
        """The learners' positions, ascending."""
        return tuple(self.answers)

    def wrong(self, pair: tuple[int, int]) -> bool:
        """Return whether both of a pair failed the exercise."""
        return not any(self.answers[k].solved for k in pair)

    def weight(self, pair: tuple[int, int]) -> float:
        """Return what the group adds to the score of a pair in it."""
        n = len(self.answers)
        if self.wrong(pair):
            return math.log((self.answered - 1) / (n - 1))
        return math.log(self.answered / n)

    def shared(self, pair: tuple[int, int]) -> Shared:
        """Return what a pair in the group shares."""
        first, second = (self.answers[k] for k in pair)
        texts = first.written, second.written
        return Shared(first.name, texts, len(self.answers), self.wrong(pair))


def rare_groups(
    results: list[SubmissionResult], references: Mapping[tuple[str, str], str]
) -> list[Group]:
    """Return the groups of 2 to MOST_SHARING learners that share a form which says something."""
    given = without_solutions(references)
    index: defaultdict = defaultdict(lambda: defaultdict(dict))
    for position, result in enumerate(results):
        for part in result.exercises:
            place = part.notebook, part.exercise
            if form_of(part.written) not in ("", form_of(given.get(place, ""))):
                index[place][form_of(part.written)][position] = part
    return [
        Group(answers, sum(map(len, by_form.values())))
        for place, by_form in index.items()
        for shared, answers in by_form.items()
        if 2 <= len(answers) <= MOST_SHARING
        and shared != form_of(references.get(place, ""))
        and min(length(p.written, given.get(place, "")) for p in answers.values()) >= SHORTEST
    ]


def without_solutions(references: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Return the lessons' answers as they are handed out."""
    stub = "raise NotImplementedError"
    return {place: SOLUTION.sub(stub, text) for place, text in references.items()}


def length(answer: str, given: str) -> int:
    """Return how many characters of an answer say something: without spaces, first and given lines, and `return`."""
    known = {*form_of(given, inline=False).split("\n"), *tokens_of(given).split("\n")}
    lines = [line for line in form_of(answer, inline=False).split("\n") if line not in known]
    body = [line for line in lines if not line.lstrip().startswith("def ")]
    return len(re.sub(r"\s|\breturn\b", "", "".join(body)))


# --------------------------------------------------------------------------------------------- forms


@functools.lru_cache(maxsize=1024)
def form_of(source: str, inline: bool = True) -> str:
    """Return what is left of an answer without the things a copyist changes; "" for one not written.

    Arguments are named by position, other local names all alike. Results used once stand where they
    are used, and those never used are gone (not so with inline=False); prints, docstrings, comments and
    type hints are gone; the lines are sorted. A source that Python can't read is taken as its tokens.
    """
    if len(source) > LONGEST:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the learner's backslashes
            tree = ast.parse(source)
        parts = [NormalForm(statement, inline).form() for statement in tree.body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return tokens_of(source)
    return "\n".join(sorted(filter(None, parts)))


def tokens_of(source: str) -> str:
    """Return the tokens of each line, without docstrings, comments and empty lines."""
    lines = LEFT_OUT.sub("", source).split("\n")
    return "\n".join(" ".join(TOKEN.findall(line)) for line in lines if line.strip())


class NormalForm(ast.NodeTransformer):
    """Makes one statement at the top level of an answer, mostly a function, plain.

    Its methods are called by the syntax tree's kinds of nodes, as ast.NodeTransformer has it.
    """

    def __init__(self, statement, inline):
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        stored = Counter(node.id for node in names if not isinstance(node.ctx, ast.Load))
        read = Counter(node.id for node in names if isinstance(node.ctx, ast.Load))
        arguments = [node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)]
        self.statement = statement
        self.names = dict.fromkeys(stored, "_")
        self.names |= {name: f"_{k}" for k, name in reversed(list(enumerate(arguments)))}
        once = {name for name in stored if stored[name] == 1 >= read[name]}
        self.movable = once.difference(arguments) if inline else set()
        self.values = {}

    def form(self):
        """Return the statement's lines, sorted; "" if it does nothing."""
        plain = self.visit(self.statement)
        if plain is None or not any(map(says_something, getattr(plain, "body", [plain]))):
            return ""
        lines = ast.unparse(plain).split("\n")
        return "\n".join([lines[0], *sorted(lines[1:])])

    def visit_FunctionDef(self, node):
        """Drop decorators' layout, type hints and the docstring; rename the arguments."""
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node):
        """An argument under its number."""
        return ast.arg(self.names.get(node.arg, node.arg))

    def visit_Name(self, node):
        """A local name under its number, or replaced by the value that is used here alone."""
        if isinstance(node.ctx, ast.Load) and node.id in self.values:
            return self.values.pop(node.id)
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_AnnAssign(self, node):
        """An assignment without its type hint."""
        if node.value is None:
            return None
        return self.visit(ast.Assign([node.target], node.value, lineno=node.lineno))

    def visit_Assign(self, node):
        """Keep a value that is used once for the place where it is used; nothing if it is never used."""
        target = node.targets[0]
        if len(node.targets) == 1 and isinstance(target, ast.Name) and target.id in self.movable:
            self.values[target.id] = self.visit(node.value)
            return None
        return self.generic_visit(node)

    def visit_Expr(self, node):
        """Drop docstrings, lone values and prints."""
        call = node.value
        printing = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
        return None if printing or isinstance(call, ast.Constant) else self.generic_visit(node)


def says_something(statement):
    """Whether a statement is more than a place kept for an answer."""
    return not isinstance(statement, ast.Pass | ast.Raise)
