# What the network's answer is read as, and how far that is from the drawn people.
# SPDX-License-Identifier: Apache-2.0
"""Counts matter at every size of area: a cell, a patch, the whole picture."""
import torch
from torch.nn import functional

BLOCKS = (1, 2, 4, 8)  # side of the areas, in cells

# Scores up to which a head is nobody, and from which it is one person.
NOBODYS_SCORE, HEADS_SCORE = 0.38, 0.5


def read(density, logit, nobodys=NOBODYS_SCORE, heads=HEADS_SCORE):
    """Persons per cell, as counter/eye/readout.cc reads them; all (N, H, W). One for each head that
    is found, however sure the network is; the density where it is crowded."""
    score = torch.sigmoid(logit)
    highest = score == functional.max_pool2d(score[:, None], 3, 1, 1)[:, 0]
    found = highest.float() * ((score - nobodys) / (heads - nobodys)).clamp(0, 1)
    around = functional.avg_pool2d(density.detach()[:, None], 5, 1, 2)[:, 0] * 25
    crowd = ((around - 1.5) / 2).clamp(0, 1)
    return crowd * density + (1 - crowd) * found


def areas(cells, block):
    """Sums of (N, H, W) over blocks of `block` x `block` cells; H and W are multiples of it or cut."""
    if block == 1:
        return cells
    return functional.avg_pool2d(cells.unsqueeze(1), block).squeeze(1) * (block * block)


def poisson(mean, count):
    """Deviance of a Poisson distribution: the best mean is the expected count."""
    return mean - count + torch.xlogy(count, (count + 1e-6) / (mean + 1e-6))


def of_counts(mean, count):
    return sum(poisson(areas(mean, block), areas(count, block)).mean() / block for block in BLOCKS)


def of_spread(variance, mean, count):
    """That of a normal distribution around the mean as it is."""
    total = 0
    for block in (4, 8):
        square = (areas(mean, block).detach() - areas(count, block)) ** 2
        spread = areas(variance, block) + 0.01
        total = total + 0.5 * (torch.log(spread) + square / spread).mean() / block
    return total


def of_heads(logit, heads, mask):
    """Focal, as CenterNet's (Zhou et al., Objects as Points): clear cases weigh little, and cells
    near a head weigh less, since they are nearly right."""
    p = torch.sigmoid(logit).clamp(1e-4, 1 - 1e-4)
    at = (heads >= 0.999).float() * mask
    off = (1 - at) * mask * (1 - heads) ** 4
    loss = at * (1 - p) ** 2 * torch.log(p) + off * p ** 2 * torch.log(1 - p)
    return -loss.sum() / (at.sum() + 8)


def scores_to_read_by(random):
    """NOBODYS_SCORE and HEADS_SCORE for one step. Were they always the same, all that is uncertain would
    be pressed into a hair's breadth above the first, where in real pictures real people are lost."""
    nobodys = random.uniform(0.2, 0.4)
    return nobodys, nobodys + random.uniform(0.08, 0.3)


def loss_of(answer, truth, scores):
    """`answer`: density, variance, logit of the network; `truth` as of data.batch; `scores` to read by.
    A scalar."""
    density, variance, logit = answer
    count, mask, heads, heads_mask = truth
    persons = read(density, logit, *scores) * mask
    count = count * mask
    return (of_counts(density * mask, count) + 0.5 * of_counts(persons, count)
            + 0.02 * of_spread(variance * mask, persons, count)
            + 0.1 * of_heads(logit, heads, heads_mask))
