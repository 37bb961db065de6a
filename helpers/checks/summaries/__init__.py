"""Summaries of random results, one module per kind of exercise.

A summary takes `call`, which runs the learner's function on a tuple of arguments and gives a CallResult, the
arguments of one case, and what the exercise wants to be looked at; it gives a CallResult with facts in place of
the value. An exercise names its summary in its record.
"""

from helpers.checks.summaries.dropout import dropout
from helpers.checks.summaries.initial_parameters import initial_parameters
from helpers.checks.summaries.named_mistakes import named_mistakes
from helpers.checks.summaries.shuffled_batches import shuffled_batches

SUMMARIES = {
    "initial_parameters": initial_parameters,
    "dropout": dropout,
    "shuffled_batches": shuffled_batches,
    "named_mistakes": named_mistakes,
}
