# The trainer's parts: truth from persons, shuffled pictures, the loss, the exported file.
# SPDX-License-Identifier: Apache-2.0
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

try:
    import numpy
    import torch
except ImportError:
    print("skipped: the package python3-torch, which only training needs, is not installed")
    sys.exit(77)

import data
import export
import showing
from learned import learned
from loss import HEADS_SCORE, NOBODYS_SCORE, loss_of, read, scores_to_read_by
from network import Network

SIDE = 64


def folder_with(persons, px_per_m=36 / 1.7):
    """One grey picture; each person: head x, y, foot x, y, visible, head visible."""
    folder = pathlib.Path(tempfile.mkdtemp())
    numpy.full((SIDE, SIDE, 3), 128, numpy.uint8).tofile(folder / "pictures.bgr")
    numpy.full((SIDE // 8, SIDE // 8), px_per_m, numpy.float32).tofile(folder / "scale.f32")
    numpy.array([[0, *p] for p in persons], numpy.float32).tofile(folder / "persons.f32")
    return folder


def truth_with(persons, **how):
    """Persons per cell, mask, heads, their mask."""
    return data.Drawn(SIDE, 36).take([folder_with(persons, **how)]).maps[0]


class Truth(unittest.TestCase):
    def test_a_person_counts_once_wherever_the_head_is(self):
        for x, y in ((20, 20), (24, 24), (27.3, 31.9), (0.5, 0.5), (63.5, 63.5)):
            count, mask, _, _ = truth_with([(x, y, x, y + 30, 1, 1)])
            self.assertAlmostEqual(float(count.sum()), 1, places=5)
            self.assertTrue(mask.all())

    def test_a_head_in_the_middle_of_a_cell_is_in_that_cell(self):
        count, _, _, _ = truth_with([(20, 12, 20, 40, 1, 1)])
        self.assertEqual(count[1, 2], 1)

    def test_whoever_is_hidden_does_not_count(self):
        count, _, _, _ = truth_with([(20, 20, 20, 50, 0.05, 0.0)])
        self.assertEqual(count.sum(), 0)

    def test_people_of_another_size_are_context_only(self):
        _, mask, _, _ = truth_with([(20, 20, 20, 50, 1, 1)], px_per_m=2 * 36 / 1.7)
        self.assertFalse(mask.any())
        right = numpy.full((SIDE // 8, SIDE // 8), 36 / 1.7)
        right[:, :3] *= 2
        _, mask, _, _ = truth_with([(20, 20, 20, 50, 1, 1)], px_per_m=right)
        self.assertFalse(mask[:, :3].any())
        self.assertTrue(mask[:, 3:].all())

    def test_heads_are_in_their_cells_and_whoever_is_half_hidden_is_neither_here_nor_there(self):
        _, _, heads, mask = truth_with([(20, 12, 20, 60, 1, 1), (50, 50, 50, 90, 0.131, 0.1)])
        self.assertEqual(heads[1, 2], 1)
        self.assertEqual(int((heads == 1).sum()), 1)
        self.assertTrue(0.2 < heads[1, 3] < 0.9)
        self.assertFalse(mask[5:8, 5:8].any())
        self.assertEqual(int((mask == 0).sum()), 9)


class Folders(unittest.TestCase):
    def test_what_is_drawn_meanwhile_is_taken_up_once_it_is_whole(self):
        above = pathlib.Path(tempfile.mkdtemp())
        drawn = data.Drawn(SIDE, 36).take([above])
        self.assertEqual(len(drawn), 0)
        folder_with([(20, 20, 20, 50, 1, 1)]).rename(above / "1")
        self.assertEqual(len(drawn.take([above])), 0)
        (above / "1" / "whole").touch()
        self.assertEqual(len(drawn.take([above])), 1)
        self.assertEqual(len(drawn.take([above])), 1)

    def test_the_last_pictures_are_kept_where_memory_is_short(self):
        drawn = data.Drawn(SIDE, 36, most=2)
        for persons in (1, 2, 3):
            drawn.take([folder_with([(20, 20, 20, 50, 1, 1)] * persons)])
        self.assertEqual([round(float(maps[0].sum())) for maps in drawn.maps], [2, 3])
        self.assertEqual(drawn.taken_pictures, 3)


def grown(picture):
    """Cells to pixels: (H, W) to (8 H, 8 W)."""
    return picture.repeat_interleave(8, 0).repeat_interleave(8, 1)


class CloseUps(unittest.TestCase):
    def picture(self, rows, columns):
        picture = torch.full((SIDE, SIDE, 3), data.GREY, dtype=torch.uint8)
        picture[rows, columns] = torch.arange(3, dtype=torch.uint8)
        return picture

    def test_what_the_camera_saw_is_told_from_the_grey_around_it(self):
        self.assertEqual(data.seen_cells(self.picture(slice(17, 40), slice(0, 30))), ((2, 5), (0, 4)))
        everything = (0, SIDE // 8), (0, SIDE // 8)
        self.assertEqual(data.seen_cells(self.picture(slice(0, SIDE), slice(0, SIDE))), everything)
        self.assertEqual(data.seen_cells(self.picture(slice(0, 0), slice(0, 0))), everything)

    def test_a_window_lies_in_what_was_seen_or_around_it(self):
        random = numpy.random.default_rng(1)
        inside = {data.begin_of((2, 8), 4, 16, random) for _ in range(200)}
        self.assertEqual(inside, {2, 3, 4})
        around = {data.begin_of((2, 4), 6, 16, random) for _ in range(200)}
        self.assertEqual(around, {0, 1, 2})
        at_the_end = {data.begin_of((14, 16), 6, 16, random) for _ in range(200)}
        self.assertEqual(at_the_end, {10})
        anywhere = {data.begin_of((0, 16), 6, 16, random) for _ in range(500)}
        self.assertEqual(anywhere, set(range(11)))


class Showing(unittest.TestCase):
    def setUp(self):
        self.random = numpy.random.default_rng(1)
        self.generator = showing.generator_of(self.random, "cpu")

    def test_scrambling_keeps_the_pixels_and_takes_the_people(self):
        picture = torch.rand(3, SIDE, SIDE)
        shuffled, maps = picture.clone(), torch.ones(4, 8, 8)
        showing.scramble(shuffled, maps, self.random, self.generator)
        left, mask, heads, heads_mask = maps
        self.assertTrue((heads == left).all())
        self.assertTrue(mask.all() and heads_mask.all())
        self.assertTrue(torch.equal(shuffled.flatten().sort()[0], picture.flatten().sort()[0]))
        changed = (shuffled != picture).any(0)
        self.assertTrue((grown(left)[changed] == 0).all())
        self.assertTrue((left[left > 0] == 1).all())
        self.assertLess(left.sum(), 64)

    def test_people_and_their_pixels_stay_together(self):
        # White where a person is: wherever a cell still counts one, its pixels are the brighter ones.
        maps = torch.zeros(400, 4, 8, 8)
        maps[:, 0] = maps[:, 2] = torch.bernoulli(torch.full((400, 8, 8), 0.2))
        maps[:, [1, 3]] = 1
        pictures = torch.stack([grown(one[0]).expand(3, SIDE, SIDE) for one in maps]) * 0.5 + 0.25
        with unittest.mock.patch.object(showing, "SPARSE", 1):
            shown, after = showing.show(pictures.clone(), maps, [True] * 400, self.random)
        mirrored = upside_down = nobody = 0
        for picture, one, before in zip(shown.mean(1), after, maps):
            if one[0].sum() == 0:
                nobody += 1
                continue
            bright = torch.nn.functional.avg_pool2d(picture[None], 8)[0]
            self.assertGreater(bright[one[0] == 1].mean(), bright.mean())
            mirrored += torch.equal(one[0], before[0].flip(1))
            upside_down += torch.equal(one[0], before[0].flip(0))
        self.assertTrue(100 < mirrored < 220, mirrored)
        self.assertEqual(upside_down, 0)
        self.assertTrue(30 < nobody < 90, nobody)  # on their heads, and blank ones

    def test_whoever_is_seen_from_above_is_not_stood_on_his_head(self):
        with unittest.mock.patch.object(showing, "SPARSE", 2):
            _, after = showing.show(torch.rand(300, 3, SIDE, SIDE), torch.ones(300, 4, 8, 8), [False] * 300, self.random)
        blank_or_scrambled_whole = int((after[:, 0].sum((1, 2)) == 0).sum())
        self.assertLess(blank_or_scrambled_whole, 30)

    def test_a_packed_crowd_is_neither_shuffled_nor_stood_on_its_head(self):
        def persons_left(each):
            maps = torch.full((300, 4, 8, 8), each)
            _, after = showing.show(torch.rand(300, 3, SIDE, SIDE), maps, [True] * 300, self.random)
            return after[:, 0].sum((1, 2)) / (64 * each)
        packed, sparse = persons_left(0.5), persons_left(0.005)
        self.assertEqual(set(packed.tolist()), {0, 1})
        self.assertLess(int((packed == 0).sum()), 30)  # blank ones
        self.assertGreater(int((sparse < 0.99).sum()), 60)

    def test_shadows_darken_parts_of_some_pictures_and_nothing_else(self):
        pictures = torch.full((100, 3, SIDE, SIDE), 0.5)
        showing.shade(pictures, self.random)
        self.assertLessEqual(float(pictures.max()), 0.5)
        self.assertGreater(float(pictures.min()), 0.5 * 0.34)
        shaded = (pictures < 0.49).float().mean((1, 2, 3))
        self.assertTrue(15 < int((shaded > 0.02).sum()) < 55)
        self.assertTrue(10 < int(((shaded > 0.02) & (shaded < 0.98)).sum()))

    def test_what_is_shown_has_such_shadows(self):
        maps = torch.ones(200, 4, 8, 8)
        shown, _ = showing.show(torch.full((200, 3, SIDE, SIDE), 0.5), maps, [False] * 200, self.random)
        cells = torch.nn.functional.avg_pool2d(shown.mean(1), 8)
        self.assertGreater(int((cells.flatten(1).std(1) > 0.03).sum()), 30)


class Loss(unittest.TestCase):
    def test_is_least_where_the_network_is_right(self):
        count = torch.zeros(1, 8, 8)
        count[0, 3, 3] = 1
        mask = torch.ones(1, 8, 8)

        def loss(density, heads, scores=(NOBODYS_SCORE, HEADS_SCORE)):
            answer = density + 1e-4, torch.full((1, 8, 8), 0.05), heads * 8 - 4
            return float(loss_of(answer, (count, mask, count, mask), scores))

        right = loss(count, count)
        self.assertLess(right, loss(count * 0.5, count))
        self.assertLess(right, loss(count * 2, count))
        self.assertLess(right, loss(torch.roll(count, 4, 2), count))
        self.assertLess(right, loss(count, torch.roll(count, 4, 2)))
        self.assertLess(right, loss(count, count * 0))
        self.assertGreater(loss(count, count, (0.99, 0.999)), right, "a head that is read as nobody")


class Read(unittest.TestCase):
    """The same cases as in counter/eye/readout_test.cc, which reads the answers of the product."""

    def setUp(self):
        self.density = torch.zeros(1, 12, 12)
        self.score = torch.full((1, 12, 12), 1e-4)

    def persons(self):
        return float(read(self.density, torch.logit(self.score)).sum())

    def test_a_head_is_one_person_however_sure_the_network_is(self):
        for score in (0.501, 0.7, 0.99):
            for density in (0.2, 0.6, 1.4):
                self.score[0, 5, 5], self.density[0, 5, 5] = score, density
                self.assertAlmostEqual(self.persons(), 1, places=4)

    def test_what_is_hardly_a_head_is_nobody(self):
        self.score[0, 5, 5], self.density[0, 5, 5] = 0.38, 0.4
        self.assertAlmostEqual(self.persons(), 0, places=4)

    def test_between_these_it_is_a_part_of_a_person(self):
        self.score[0, 5, 5] = 0.44
        self.assertAlmostEqual(self.persons(), 0.5, places=4)

    def test_it_learns_to_be_read_by_other_scores_too(self):
        random = numpy.random.default_rng(1)
        self.score[0, 5, 5] = 0.35
        read_as = [float(read(self.density, torch.logit(self.score), *scores_to_read_by(random)).sum())
                   for _ in range(200)]
        self.assertGreater(max(read_as), 0.95)
        self.assertLess(min(read_as), 0.05)

    def test_the_cells_around_a_head_are_that_head(self):
        self.score[0, 5, 5], self.score[0, 5, 6], self.score[0, 4, 4] = 0.9, 0.8, 0.8
        self.assertAlmostEqual(self.persons(), 1, places=4)

    def test_from_few_to_a_crowd_heads_give_way_to_the_density(self):
        self.score[0, 5, 5], self.density[0, 5, 5] = 0.99, 2.5
        self.assertAlmostEqual(self.persons(), 0.5 * 1 + 0.5 * 2.5, places=4)
        self.density[:] = 0.5
        self.assertAlmostEqual(self.persons(), 0.5 * 144, delta=5)  # less around the picture's edge


class Export(unittest.TestCase):
    def test_its_card_tells_what_it_began_with(self):
        saved = {"pictures": 7, "step": 2, "batch": 3, "seed": 1, "width": 96, "person_px": 56.0, "began_with": None,
                 "figures": {"persons": 1.0, "mae": 0.5, "bias": 0.1, "inside": 0.9}}
        scratch = export.card(saved, b"weights", is_mixed=False)
        self.assertIn("| learned from | 7 drawn pictures", scratch)
        self.assertNotIn("began with", scratch)
        saved["began_with"] = "old.thnw (sha256 12)"
        learned_on = export.card(saved, b"weights", is_mixed=True)
        self.assertIn("| learned from | what old.thnw (sha256 12) has learned, then 7 drawn pictures", learned_on)
        self.assertNotIn("train.sh", learned_on)
        self.assertIn("before the mean of it and of what it began with", learned_on)

    def test_what_was_exported_can_be_learned_on_from(self):
        shipped = pathlib.Path(__file__).parent.parent / "eye" / "weights" / "default.thnw"
        state = learned(shipped)
        network = Network(state["convolutions.3.weight"].shape[0])
        network.load_state_dict(state)
        network.eval()
        layers = [export.folded(*pair) for pair in zip(network.convolutions, network.norms)]
        file = shipped.read_bytes()
        at = 16
        for weight, bias in layers:
            written = weight.numpy().astype("<f2").tobytes() + bias.numpy().astype("<f4").tobytes()
            self.assertEqual(file[at + 32:at + 32 + weight.numel() * 2], written[:weight.numel() * 2])
            stored = numpy.frombuffer(file, "<f4", bias.numel(), at + 32 + weight.numel() * 2)
            self.assertLess(float(abs(bias.numpy() - stored).max()), 1e-4)
            at += 32 + len(written)

    def test_two_sets_of_weights_are_mixed_in_halves(self):
        first, second = (Network(16).state_dict() for _ in range(2))
        mixed = export.mean_of(first, second)
        self.assertEqual(mixed.keys(), first.keys())
        key = "convolutions.0.weight"
        self.assertTrue(torch.allclose(mixed[key], (first[key] + second[key]) / 2))
        Network(16).load_state_dict(mixed)

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


class Run(unittest.TestCase):
    """The trainer itself, for five steps, stopped after two."""

    def test_goes_on_where_it_stopped_and_says_what_it_began_with(self):
        folder, here = pathlib.Path(tempfile.mkdtemp()), pathlib.Path(__file__).parent
        (folder / "drawn").mkdir()
        numpy.full((2, 256, 256, 3), 99, numpy.uint8).tofile(folder / "drawn" / "pictures.bgr")
        numpy.full((2, 32, 32), 56 / 1.7, numpy.float32).tofile(folder / "drawn" / "scale.f32")
        numpy.array([[0, 99, 99, 99, 150, 1, 1]], numpy.float32).tofile(folder / "drawn" / "persons.f32")
        shipped = here.parent / "eye" / "weights" / "default.thnw"

        def ran(program, *arguments):
            run = subprocess.run([sys.executable, here / program, *map(str, arguments)], capture_output=True,
                                 text=True, check=False)
            self.assertEqual(run.returncode, 0, run.stderr)
            return run.stdout

        train = ("train.py", "--data", folder / "drawn", "--held-out", folder / "drawn", "--out", folder,
                 "--batch", 2, "--threads", 1, "--begin-with", shipped, "--steps")
        self.assertNotIn("goes on", ran(*train, 2))
        self.assertIn("goes on at step 2", ran(*train, 5))
        ran("export.py", "--checkpoint", folder / "checkpoint.pt", "--drawn", folder / "drawn",
            "--mixed-with", shipped, "--out", folder / "out.thnw", "--card", folder / "card.md")
        self.assertEqual((folder / "out.thnw").stat().st_size, shipped.stat().st_size)
        self.assertIn("what default.thnw (sha256", (folder / "card.md").read_text())
        (folder / "cut.thnw").write_bytes(shipped.read_bytes()[:-9])
        with self.assertRaisesRegex(SystemExit, "is damaged; take it"):
            learned(folder / "cut.thnw")


if __name__ == "__main__":
    unittest.main()
