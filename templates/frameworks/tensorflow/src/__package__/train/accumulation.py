"""Gradients of more rows than fit in memory at once."""

from collections.abc import Callable
from typing import TypeVar

from ..backend import Tensor, tf

Sums = TypeVar("Sums")


def sum_over_parts(function: Callable[[Tensor, Tensor], Sums], inputs: Tensor, targets: Tensor, size: int) -> Sums:
    """The sum of what a function gives for `size` rows at a time, the last ones maybe fewer.

    The parts are a loop of the graph: they come one after the other, and their number does not make it larger.

    Args:
        function: from inputs [n, …] and targets [n, …] to tensors in any structure.
        inputs: [N, …].
        targets: [N, …].
        size: rows of a part.
    """
    rows = targets.shape[0]
    sums = function(inputs[:size], targets[:size])
    whole = rows // size

    def add_part(number: Tensor, sums: Sums) -> tuple[Tensor, Sums]:
        part = slice(number * size, (number + 1) * size)
        shaped = [tf.ensure_shape(array[part], (size, *array.shape[1:])) for array in (inputs, targets)]
        return number + 1, add(sums, function(*shaped))

    if whole > 1:
        _, sums = tf.while_loop(lambda number, _: number < whole, add_part, (1, sums), parallel_iterations=1)
    rest = rows - whole * size
    return add(sums, function(inputs[-rest:], targets[-rest:])) if rest and whole else sums


def add(one: Sums, other: Sums) -> Sums:
    """The sum of two structures of tensors."""
    total: Sums = tf.nest.map_structure(tf.add, one, other)
    return total
