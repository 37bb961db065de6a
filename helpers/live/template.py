"""Week 2: the weights of the cat neuron as a picture, while the cost falls."""

import numpy as np

from helpers.live.figure import Picture, panel, show_live, slider
from helpers.plotting import BLUE, RED

STAGES = (0, 5, 10, 20, 50, 100, 200, 300, 500, 700, 1000, 1300, 1600, 2000)


def template_forming(optimize, X, Y, learning_rate):
    """A slider over the iterations, and what the weights and the cost are there.

    optimize      -- function: optimize(w, b, X, Y, num_iterations, learning_rate) returns params, grads, costs
    X, Y          -- pictures as columns, shape (12288, m), and labels, shape (1, m)
    learning_rate -- of the training
    """
    stages = train(optimize, X, Y, learning_rate)
    choices = {"iteration": slider("iterations", STAGES, STAGES[-1], "{:,}".format)}
    show_live(drawing(stages, X.shape[1]), choices)


def train(optimize, X, Y, learning_rate):
    """Run gradient descent from zeros to the last of STAGES; returns {iteration: (w, cost, number of right answers)}.

    Gradient descent from zero only adds multiples of the pictures to w, so w = Q·v, where the columns of Q span the
    pictures at right angles, X = Q·R. On R, m rows instead of 12,288, it takes the same steps, many times as fast.
    """
    Q, R = np.linalg.qr(X)
    v, b = np.zeros((R.shape[0], 1)), 0.0
    stages = {}
    for place, iteration in enumerate(STAGES):
        says_cat = v.T @ R + b > 0
        next_stage = STAGES[min(place + 1, len(STAGES) - 1)]
        # the cost at the start of a run is the cost of this stage; after the last one, a single step gives it
        params, _, costs = optimize(v, b, R, Y, max(1, next_stage - iteration), learning_rate)
        stages[iteration] = (Q @ v, costs[0], int(np.sum(says_cat == Y)))
        v, b = params["w"], params["b"]
    return stages


def drawing(stages, m):
    """The function draw(iteration) that `show_live` calls."""
    largest = {k: np.abs(by_pixel(w)).max() for k, (w, _, _) in stages.items()}
    left, weights = panel(5.2, 4.0, left=0.11, right=0.89)
    image = weights.imshow(np.zeros((64, 64)), cmap="RdBu_r", vmin=-1, vmax=1)
    weights.grid(False)
    weights.set(xlabel="column", ylabel="row")
    left.colorbar(image, label="weight, the largest as 1")
    right, falling = panel(5.0, 4.0)
    costs = [cost for _, cost, _ in stages.values()]
    falling.plot(list(stages), costs, color=BLUE)
    (here,) = falling.plot([], [], "o", color=RED, markersize=10)
    falling.set(xlabel="iterations", ylabel="cost J", ylim=(0, 0.75))
    alt = (
        "The weights as a picture, red where brightness speaks for a cat and blue where it speaks "
        "against."
    )
    pictures = [
        Picture(left, alt, (image,)),
        Picture(right, "The cost falls, fast at first; a point marks the iteration.", (here,)),
    ]

    def draw(iteration):
        _, cost, right_answers = stages[iteration]
        image.set_data(by_pixel(stages[iteration][0]) / max(largest[iteration], 1e-12))
        here.set_data([iteration], [cost])
        return (
            f"After {iteration:,} iterations: cost {cost:.3f}, {right_answers} of {m} pictures right; "
            f"the largest weight, of the sum of three colours, is {largest[iteration]:.3f}."
        ), pictures

    return draw


def by_pixel(w):
    """Weights (12288, 1) as a picture (64, 64), the three colours of a pixel added up."""
    return w.reshape(64, 64, 3).sum(axis=2)
