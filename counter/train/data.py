# Drawn pictures from files, with what is true of each cell of them.
# SPDX-License-Identifier: Apache-2.0
"""Reads what `throng-draw records` wrote, into an accelerator's memory if one is there. Without one,
pictures stay in the file's pages until shown."""
import pathlib

import numpy
import torch

import showing
from network import CELL_PX

# People between these sizes, by the size the network is made for, are its task; others are context.
SMALLEST, LARGEST = 0.70, 1.43

GREY = 128  # around a close camera's picture

HEAD_PX = 5.5  # how far from a head's middle a cell may take itself for it, one deviation


def how_much_counts(visible, head_visible):
    """0 for somebody who cannot be seen, 1 for somebody who can; arrays of shares 0..1."""
    body = numpy.clip((visible - 0.08) / 0.17, 0, 1)
    head = numpy.clip((head_visible - 0.10) / 0.20, 0, 1)
    return numpy.maximum(body, head)


def folders_of(paths):
    """The folders of drawn pictures among and in `paths`; in a path, those that are marked as whole."""
    for path in map(pathlib.Path, paths):
        if (path / "pictures.bgr").exists():
            yield path
        else:
            yield from sorted(mark.parent for mark in path.glob("*/whole"))


class Drawn:
    """Pictures of `side` x `side` pixels in which an adult is `person_px` tall; the last `most`."""

    def __init__(self, side, person_px, device="cpu", most=10**7):
        self.side, self.person_px, self.device, self.most = side, person_px, device, most
        self.pictures = []  # (side, side, 3) bytes each
        self.maps = []  # (4, side / 8, side / 8) each, as of truth_of
        self.from_side = []  # whether its people are seen from the side
        self.seen = []  # first and last row, first and last column of cells that the camera saw
        self.taken = set()  # folders
        self.taken_pictures = 0

    def __len__(self):
        return len(self.pictures)

    def take(self, paths):
        """Adds what was not there before. Returns itself."""
        for folder in folders_of(paths):
            if folder not in self.taken:
                self.taken.add(folder)
                self.add(folder)
        surplus = max(0, len(self) - self.most)
        for kept in (self.pictures, self.maps, self.from_side, self.seen):
            del kept[:surplus]
        return self

    def add(self, folder):
        cells = self.side // CELL_PX
        scales = numpy.fromfile(folder / "scale.f32", numpy.float32)
        scales = scales[:len(scales) // cells ** 2 * cells ** 2].reshape(-1, cells, cells)
        pictures = numpy.memmap(folder / "pictures.bgr", numpy.uint8, "c")
        count = min(len(scales), len(pictures) // (self.side * self.side * 3))
        pictures = pictures[:count * self.side * self.side * 3]
        persons = numpy.fromfile(folder / "persons.f32", numpy.float32)
        persons = persons[:len(persons) // 7 * 7].reshape(-1, 7)
        persons = persons[persons[:, 0] < count]
        maps = truth_of(persons, scales[:count], self.person_px / 1.7)
        self.taken_pictures += count
        pictures = torch.from_numpy(pictures).to(self.device)
        self.pictures += pictures.reshape(count, self.side, self.side, 3).unbind()
        self.maps += torch.from_numpy(maps).to(self.device).unbind()
        self.from_side += seen_from_the_side(persons, count)
        self.seen += map(seen_cells, self.pictures[-count:])


def seen_from_the_side(persons, count):
    """Of each picture, whether heads are well above feet, so that people who stand on their heads
    are none; true where nobody is."""
    begins = numpy.searchsorted(persons[:, 0], numpy.arange(count + 1))
    above = (persons[:, 4] - persons[:, 2]) - numpy.abs(persons[:, 3] - persons[:, 1])
    return [begin == end or bool(numpy.median(above[begin:end]) > 18)
            for begin, end in zip(begins, begins[1:])]


def seen_cells(picture):
    """Rows and columns of cells, each from and to, that hold what the camera saw: all, but in close-ups,
    which lie in grey."""
    cells = len(picture) // CELL_PX
    if bool((picture[::len(picture) - 1, ::len(picture) - 1] != GREY).any()):
        return (0, cells), (0, cells)
    there = (picture != GREY).any(2)
    if not there.any():
        return (0, cells), (0, cells)
    ends = [torch.nonzero(there.any(axis)).flatten()[[0, -1]].tolist() for axis in (1, 0)]
    return tuple((first // CELL_PX, last // CELL_PX + 1) for first, last in ends)


def begin_of(seen, window, cells, random):
    """Where a window of so many cells begins: in what was seen, or around it where it is larger."""
    inside, around = seen[0], seen[1] - window
    return int(random.integers(max(0, min(inside, around)), min(cells - window, max(inside, around)) + 1))


def truth_of(persons, scales, px_per_m):
    """What is there, (N, 4, cells, cells): persons per cell; which cells count; 1 where a head's
    middle is, less around it; and which cells count for that.

    `persons`: (M, 7) as of records.h; `scales`: (N, cells, cells) pixels per metre."""
    cells = scales.shape[-1]
    size = scales / px_per_m
    mask = ((size > SMALLEST) & (size < LARGEST)).astype(numpy.float32)
    number = persons[:, 0].astype(int)
    weight = how_much_counts(persons[:, 5], persons[:, 6]).astype(numpy.float32)
    count = count_of(number, persons[:, 1], persons[:, 2], weight, len(scales), cells)
    heads, heads_mask = heads_of(number, persons[:, 1], persons[:, 2], weight, mask)
    return numpy.stack([count, mask, heads, heads_mask], 1)


def count_of(number, head_x, head_y, weight, pictures, cells):
    """Persons per cell; a head on the border of two cells belongs to both, in parts."""
    count = numpy.zeros((pictures, cells + 2, cells + 2), numpy.float32)
    x, y = head_x / CELL_PX + 0.5, head_y / CELL_PX + 0.5
    left, top = numpy.floor(x).astype(int), numpy.floor(y).astype(int)
    u, v = x - left, y - top
    for dx, dy, share in ((0, 0, (1 - u) * (1 - v)), (1, 0, u * (1 - v)),
                          (0, 1, (1 - u) * v), (1, 1, u * v)):
        numpy.add.at(count, (number, top + dy, left + dx), weight * share)
    count[:, :, 1] += count[:, :, 0]
    count[:, :, -2] += count[:, :, -1]
    count[:, 1] += count[:, 0]
    count[:, -2] += count[:, -1]
    return count[:, 1:-1, 1:-1]


def heads_of(number, head_x, head_y, weight, mask):
    """1 in the cell of each head's middle, falling off around it; and which cells count. Whoever
    counts only in part is neither a head nor none."""
    cells = mask.shape[-1]
    row, column = (head_y // CELL_PX).astype(int), (head_x // CELL_PX).astype(int)
    inside = (row >= 0) & (row < cells) & (column >= 0) & (column < cells)
    heads, heads_mask = numpy.zeros_like(mask), mask.copy()
    steps = [(dy, dx) for dy in range(-2, 3) for dx in range(-2, 3)]
    for dy, dx in steps:
        r, c = row + dy, column + dx
        there = inside & (r >= 0) & (r < cells) & (c >= 0) & (c < cells)
        square = ((r + 0.5) * CELL_PX - head_y) ** 2 + ((c + 0.5) * CELL_PX - head_x) ** 2
        near = 0.99 * numpy.exp(-square / (2 * HEAD_PX ** 2))
        if dy == dx == 0:
            near[:] = 1
        whole = there & (weight >= 0.5)
        numpy.maximum.at(heads, (number[whole], r[whole], c[whole]), near[whole].astype(numpy.float32))
        part = there & (weight > 0.05) & (weight < 0.5) & (max(abs(dy), abs(dx)) <= 1)
        heads_mask[number[part], r[part], c[part]] = 0
    return heads, heads_mask


def batch(drawn, size, window, random):
    """Windows of w pixels of some pictures: (N, 3, w, w), and their truth, four (N, w/8, w/8)."""
    cells = window // CELL_PX
    pictures, maps, from_side = [], [], []
    for index in random.integers(0, len(drawn), size):
        i, j = (begin_of(seen, cells, drawn.side // CELL_PX, random) for seen in drawn.seen[index])
        pictures.append(drawn.pictures[index][i * CELL_PX:i * CELL_PX + window,
                                              j * CELL_PX:j * CELL_PX + window])
        maps.append(drawn.maps[index][:, i:i + cells, j:j + cells])
        from_side.append(drawn.from_side[index])
    pictures, maps = torch.stack(pictures).permute(0, 3, 1, 2), torch.stack(maps)
    pictures, maps = showing.show(pictures.float() / 255, maps, from_side, random)
    return showing.normal(pictures), maps.unbind(1)
