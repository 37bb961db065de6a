"""All exercises of week 4."""

from classroom.exercises.week4_deep_network import (
    building_blocks,
    image_classifier,
    softmax_classifier,
    softmax_network,
)

EXERCISES = (
    *building_blocks.EXERCISES,
    *image_classifier.EXERCISES,
    *softmax_classifier.EXERCISES,
    *softmax_network.EXERCISES,
)
