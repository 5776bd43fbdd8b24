# How far a network's persons are from the drawn ones.
# SPDX-License-Identifier: Apache-2.0
"""Counts matter at every size of area: a cell, a patch, the whole picture."""
import torch
from torch.nn import functional

BLOCKS = (1, 2, 4, 8)  # side of the areas, in cells


def areas(cells, block):
    """Sums of (N, H, W) over blocks of `block` x `block` cells; H and W are multiples of it or cut."""
    if block == 1:
        return cells
    return functional.avg_pool2d(cells.unsqueeze(1), block).squeeze(1) * (block * block)


def poisson(mean, count):
    """Deviance of a Poisson distribution: the best mean is the expected count."""
    return mean - count + torch.xlogy(count, (count + 1e-6) / (mean + 1e-6))


def loss_of(output, count, mask):
    """`output` (N, 2, H, W) of the network; `count`, `mask` (N, H, W). A scalar."""
    mean, variance = output[:, 0] * mask, output[:, 1] * mask
    count = count * mask
    total = 0
    for block in BLOCKS:
        total = total + poisson(areas(mean, block), areas(count, block)).mean() / block
    error2 = 0
    for block in (4, 8):  # the spread: that of a normal distribution around the mean as it is
        square = (areas(mean, block).detach() - areas(count, block)) ** 2
        spread = areas(variance, block) + 0.01
        error2 = error2 + 0.5 * (torch.log(spread) + square / spread).mean() / block
    return total + 0.02 * error2
