# Drawn pictures from files, and the changes that each showing of one makes to it.
# SPDX-License-Identifier: Apache-2.0
"""Reads what `throng-draw records` wrote. Pictures stay in the file's pages until shown."""
import pathlib

import numpy
import torch

from network import CELL_PX

# People between these sizes, by the size the network is made for, are its task; others are context.
SMALLEST, LARGEST = 0.70, 1.43

HEAD_PX = 5.5  # how far from a head's middle a cell may take itself for it, one deviation


def how_much_counts(visible, head_visible):
    """0 for somebody who cannot be seen, 1 for somebody who can; arrays of shares 0..1."""
    body = numpy.clip((visible - 0.08) / 0.17, 0, 1)
    head = numpy.clip((head_visible - 0.10) / 0.20, 0, 1)
    return numpy.maximum(body, head)


class Drawn:
    """Pictures of `side` x `side` pixels in the folders that `throng-draw records` left."""

    def __init__(self, folders, side, person_px):
        self.side = side
        self.pictures, self.scales, self.persons = [], [], []
        for folder in map(pathlib.Path, folders):
            scales = numpy.fromfile(folder / "scale.f32", numpy.float32).reshape(-1, 3)
            pictures = numpy.memmap(folder / "pictures.bgr", numpy.uint8, "r")
            count = min(len(scales), len(pictures) // (side * side * 3))
            pictures = pictures[:count * side * side * 3].reshape(count, side, side, 3)
            persons = numpy.fromfile(folder / "persons.f32", numpy.float32)
            persons = persons[:len(persons) // 7 * 7].reshape(-1, 7)
            begins = numpy.searchsorted(persons[:, 0], numpy.arange(count + 1))
            for i in range(count):
                self.pictures.append(pictures[i])
                self.scales.append(scales[i])
                self.persons.append(persons[begins[i]:begins[i + 1], 1:])
        self.px_per_m = person_px / 1.7

    def __len__(self):
        return len(self.pictures)

    def truth(self, index):
        """What is there, (side / 8, side / 8) each: persons per cell; which cells count; 1 where a
        head's middle is, less around it; and which cells count for that."""
        cells = self.side // CELL_PX
        count = numpy.zeros((cells + 2, cells + 2), numpy.float32)
        persons = self.persons[index]
        weight = how_much_counts(persons[:, 4], persons[:, 5]).astype(numpy.float32)
        # A head on the border of two cells belongs to both, in parts.
        x = persons[:, 0] / CELL_PX + 0.5
        y = persons[:, 1] / CELL_PX + 0.5
        left, top = numpy.floor(x).astype(int), numpy.floor(y).astype(int)
        u, v = x - left, y - top
        for dx, dy, share in ((0, 0, (1 - u) * (1 - v)), (1, 0, u * (1 - v)),
                              (0, 1, (1 - u) * v), (1, 1, u * v)):
            numpy.add.at(count, (top + dy, left + dx), weight * share)
        count[:, 1] += count[:, 0]
        count[:, -2] += count[:, -1]
        count[1] += count[0]
        count[-2] += count[-1]
        middles = (numpy.arange(cells, dtype=numpy.float32) + 0.5) * CELL_PX
        a, b, c = self.scales[index]
        scale = (a * middles[None, :] + b * middles[:, None] + c) / self.px_per_m
        mask = ((scale > SMALLEST) & (scale < LARGEST)).astype(numpy.float32)
        return count[1:-1, 1:-1], mask, *heads_of(persons, weight, mask)


def heads_of(persons, weight, mask):
    """1 in the cell of each head's middle, falling off around it; and which cells count. Whoever
    counts only in part is neither a head nor none."""
    cells = len(mask)
    heads, heads_mask = numpy.zeros_like(mask), mask.copy()
    for (x, y), counts in zip(persons[:, :2], weight):
        row, column = int(y // CELL_PX), int(x // CELL_PX)
        if not (0 <= row < cells and 0 <= column < cells) or counts <= 0.05:
            continue
        if counts < 0.5:
            heads_mask[max(0, row - 1):row + 2, max(0, column - 1):column + 2] = 0
            continue
        rows = numpy.arange(max(0, row - 2), min(cells, row + 3))
        columns = numpy.arange(max(0, column - 2), min(cells, column + 3))
        square = (((rows + 0.5) * CELL_PX - y)[:, None] ** 2
                  + ((columns + 0.5) * CELL_PX - x)[None, :] ** 2)
        part = heads[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
        numpy.maximum(part, 0.99 * numpy.exp(-square / (2 * HEAD_PX ** 2)), out=part)
        heads[row, column] = 1
    return heads, heads_mask


def change(picture, random):
    """One showing of a picture, (H, W, 3) bytes to floats as the network wants them."""
    x = picture.astype(numpy.float32) / 255
    if random.random() < 0.10:
        x[:] = x.mean(2, keepdims=True)
    elif random.random() < 0.5:
        x = x * (1 + random.normal(0, 0.08, 3)).astype(numpy.float32)
    if random.random() < 0.05:
        x = x[:, :, random.permutation(3)]
    gain, offset = numpy.exp(random.normal(0, 0.2)), random.normal(0, 0.08)
    x = (x - 0.5) * gain + 0.5 + offset
    if random.random() < 0.5:
        x = numpy.clip(x, 0, 1) ** numpy.exp(random.normal(0, 0.25))
    if random.random() < 0.3:
        x = x + random.normal(0, 0.02 * random.random(), x.shape).astype(numpy.float32)
    return (numpy.clip(x, 0, 1) - 0.5) / 0.25


def scramble(picture, maps, random):
    """Shuffles small blocks in a part of the picture: its textures stay, its people are no more."""
    cells = maps[0].shape[0]
    height, width = random.integers(cells // 4, cells + 1, 2)
    top, left = random.integers(0, cells - height + 1), random.integers(0, cells - width + 1)
    part = picture[top * CELL_PX:(top + height) * CELL_PX, left * CELL_PX:(left + width) * CELL_PX]
    side = int(random.choice([4, 8]))
    rows, columns = part.shape[0] // side, part.shape[1] // side
    blocks = part.reshape(rows, side, columns, side, 3).swapaxes(1, 2).reshape(-1, side, side, 3)
    blocks = blocks[random.permutation(len(blocks))]
    if random.random() < 0.5:
        blocks = blocks.swapaxes(1, 2)
    picture = picture.copy()
    picture[top * CELL_PX:(top + height) * CELL_PX, left * CELL_PX:(left + width) * CELL_PX] = (
        blocks.reshape(rows, columns, side, side, 3).swapaxes(1, 2).reshape(part.shape))
    count, mask, heads, heads_mask = maps
    count, heads = count.copy(), heads.copy()
    count[top:top + height, left:left + width] = 0
    heads[top:top + height, left:left + width] = 0
    return picture, (count, mask, heads, heads_mask)


def blank(shape, random):
    """A picture of nothing, clean or noisy, as a covered or dazzled camera sends."""
    level = random.choice([0, 255, random.integers(0, 256)])
    colour = level + (random.normal(0, 20, 3) if random.random() < 0.5 else 0)
    picture = numpy.broadcast_to(colour, shape).astype(numpy.float32)
    if random.random() < 0.6:
        grain = int(random.choice([1, 1, 2, 4, 8]))
        coarse = random.normal(0, random.uniform(1, 90), (shape[0] // grain, shape[1] // grain, 3))
        picture = picture + coarse.repeat(grain, 0).repeat(grain, 1)
    return numpy.clip(picture, 0, 255).astype(numpy.uint8)


def seen_from_the_side(persons):
    """Whether heads are well above feet, so that people who stand on their heads are none."""
    if len(persons) == 0:
        return True
    rise = persons[:, 3] - persons[:, 1]
    aside = numpy.abs(persons[:, 2] - persons[:, 0])
    return numpy.median(rise - aside) > 18


def batch(drawn, indices, window, random):
    """Windows of w pixels of some pictures: (N, 3, w, w), and their truth, four (N, w/8, w/8)."""
    pictures, truths = [], []
    cells = window // CELL_PX
    steps = drawn.side // CELL_PX - cells
    for index in indices:
        i, j = random.integers(0, steps + 1), random.integers(0, steps + 1)
        picture = drawn.pictures[index][i * CELL_PX:i * CELL_PX + window,
                                        j * CELL_PX:j * CELL_PX + window]
        maps = tuple(a_map[i:i + cells, j:j + cells] for a_map in drawn.truth(index))
        nobody, all_cells = numpy.zeros_like(maps[0]), numpy.ones_like(maps[0])
        which = random.random()
        if which < 0.20:
            picture, maps = scramble(picture, maps, random)
        elif which < 0.30 and seen_from_the_side(drawn.persons[index]):
            picture, maps = picture[::-1], (nobody, maps[1][::-1], nobody, maps[3][::-1])
        elif which < 0.34:
            picture, maps = blank(picture.shape, random), (nobody, all_cells, nobody, all_cells)
        x = change(picture, random)
        if random.random() < 0.5:
            x, maps = x[:, ::-1], tuple(a_map[:, ::-1] for a_map in maps)
        pictures.append(numpy.ascontiguousarray(x.transpose(2, 0, 1), numpy.float32))
        truths.append(numpy.stack(maps))
    truths = torch.from_numpy(numpy.stack(truths))
    return torch.from_numpy(numpy.stack(pictures)), truths.unbind(1)
