# The trainer's parts: truth from persons, shuffled pictures, the loss, the exported file.
# SPDX-License-Identifier: Apache-2.0
import pathlib
import sys
import tempfile
import unittest

try:
    import numpy
    import torch
except ImportError:
    print("skipped: the package python3-torch, which only training needs, is not installed")
    sys.exit(77)

import data
import export
from loss import loss_of, read
from network import Network

SIDE = 64


def drawn_with(persons):
    """One grey picture; each person: head x, y, foot x, y, visible, head visible."""
    folder = pathlib.Path(tempfile.mkdtemp())
    numpy.full((SIDE, SIDE, 3), 128, numpy.uint8).tofile(folder / "pictures.bgr")
    numpy.array([0, 0, 36 / 1.7], numpy.float32).tofile(folder / "scale.f32")
    numpy.array([[0, *p] for p in persons], numpy.float32).tofile(folder / "persons.f32")
    return data.Drawn([folder], SIDE, 36)


class Truth(unittest.TestCase):
    def test_a_person_counts_once_wherever_the_head_is(self):
        for x, y in ((20, 20), (24, 24), (27.3, 31.9), (0.5, 0.5), (63.5, 63.5)):
            count, mask, _, _ = drawn_with([(x, y, x, y + 30, 1, 1)]).truth(0)
            self.assertAlmostEqual(count.sum(), 1, places=5)
            self.assertTrue(mask.all())

    def test_a_head_in_the_middle_of_a_cell_is_in_that_cell(self):
        count, _, _, _ = drawn_with([(20, 12, 20, 40, 1, 1)]).truth(0)
        self.assertEqual(count[1, 2], 1)

    def test_whoever_is_hidden_does_not_count(self):
        count, _, _, _ = drawn_with([(20, 20, 20, 50, 0.05, 0.0)]).truth(0)
        self.assertEqual(count.sum(), 0)

    def test_people_of_another_size_are_context_only(self):
        drawn = drawn_with([(20, 20, 20, 50, 1, 1)])
        drawn.scales[0] = numpy.array([0, 0, 2 * 36 / 1.7], numpy.float32)
        _, mask, _, _ = drawn.truth(0)
        self.assertFalse(mask.any())


class Scramble(unittest.TestCase):
    def test_keeps_the_pixels_and_takes_the_people(self):
        random = numpy.random.default_rng(1)
        picture = random.integers(0, 256, (SIDE, SIDE, 3), numpy.uint8)
        ones = numpy.ones((8, 8), numpy.float32)
        shuffled, (left, mask, heads, heads_mask) = data.scramble(picture, [ones] * 4, random)
        self.assertTrue((heads == left).all())
        self.assertTrue(mask.all() and heads_mask.all())
        self.assertEqual(sorted(shuffled.ravel()), sorted(picture.ravel()))
        changed = (shuffled != picture).any(2).reshape(8, 8, 8, 8).any((1, 3))
        self.assertTrue((left[changed] == 0).all())
        self.assertTrue((left[left > 0] == 1).all())
        self.assertLess(left.sum(), 64)


class Loss(unittest.TestCase):
    def test_is_least_where_the_network_is_right(self):
        count = torch.zeros(1, 8, 8)
        count[0, 3, 3] = 1
        mask = torch.ones(1, 8, 8)

        def loss(density, heads):
            answer = density + 1e-4, torch.full((1, 8, 8), 0.05), heads * 8 - 4
            return float(loss_of(answer, (count, mask, count, mask)))

        right = loss(count, count)
        self.assertLess(right, loss(count * 0.5, count))
        self.assertLess(right, loss(count * 2, count))
        self.assertLess(right, loss(torch.roll(count, 4, 2), count))
        self.assertLess(right, loss(count, torch.roll(count, 4, 2)))
        self.assertLess(right, loss(count, count * 0))


class Read(unittest.TestCase):
    """The same cases as in counter/eye/readout_test.cc, which reads the answers of the product."""

    def setUp(self):
        self.density = torch.zeros(1, 12, 12)
        self.score = torch.full((1, 12, 12), 1e-4)

    def persons(self):
        return float(read(self.density, torch.logit(self.score)).sum())

    def test_a_head_is_one_person_however_sure_the_network_is(self):
        for score in (0.51, 0.7, 0.99):
            for density in (0.2, 0.6, 1.4):
                self.score[0, 5, 5], self.density[0, 5, 5] = score, density
                self.assertAlmostEqual(self.persons(), 1, places=4)

    def test_what_is_hardly_a_head_is_nobody(self):
        self.score[0, 5, 5], self.density[0, 5, 5] = 0.25, 0.4
        self.assertAlmostEqual(self.persons(), 0, places=4)

    def test_between_these_it_is_a_part_of_a_person(self):
        self.score[0, 5, 5] = 0.375
        self.assertAlmostEqual(self.persons(), 0.5, places=4)

    def test_the_cells_around_a_head_are_that_head(self):
        self.score[0, 5, 5], self.score[0, 5, 6], self.score[0, 4, 4] = 0.9, 0.8, 0.8
        self.assertAlmostEqual(self.persons(), 1, places=4)

    def test_from_few_to_a_crowd_heads_give_way_to_the_density(self):
        self.score[0, 5, 5], self.density[0, 5, 5] = 0.99, 2.5
        self.assertAlmostEqual(self.persons(), 0.5 * 1 + 0.5 * 2.5, places=4)
        self.density[:] = 0.5
        self.assertAlmostEqual(self.persons(), 0.5 * 144, delta=5)  # less around the picture's edge


class Heads(unittest.TestCase):
    def test_are_in_their_cells_and_whoever_is_half_hidden_is_neither_here_nor_there(self):
        persons = numpy.array([[20, 12, 20, 60, 1, 1], [50, 50, 50, 90, 1, 1]], numpy.float32)
        heads, mask = data.heads_of(persons, numpy.array([1, 0.3]), numpy.ones((8, 8), numpy.float32))
        self.assertEqual(heads[1, 2], 1)
        self.assertEqual(int((heads == 1).sum()), 1)
        self.assertTrue(0.2 < heads[1, 3] < 0.9)
        self.assertFalse(mask[5:8, 5:8].any())
        self.assertEqual(int((mask == 0).sum()), 9)


class Export(unittest.TestCase):
    def test_the_folded_network_says_the_same(self):
        torch.manual_seed(1)
        network = Network(16)
        network(torch.randn(4, 3, SIDE, SIDE))  # gives the norms something to remember
        network.eval()
        layers = [export.folded(*pair) for pair in zip(network.convolutions, network.norms)]
        picture = torch.randn(1, 3, SIDE, SIDE)
        largest = [0.0] * len(layers)
        with torch.no_grad():
            said = export.run(network.plan, layers, picture, largest)
            for part, meant in zip(said, network(picture)):
                self.assertLess(float((part - meant).abs().max()), 2e-3)
        self.assertAlmostEqual(largest[0], float(picture.abs().max()), places=5)


if __name__ == "__main__":
    unittest.main()
