# Trains the network from drawn people; can be stopped and started again at any time.
# SPDX-License-Identifier: Apache-2.0
"""python3 train.py --data FOLDER... --held-out FOLDER --out FOLDER"""
import argparse
import json
import math
import pathlib
import shutil
import subprocess
import time

import numpy
import torch

import data
from loss import loss_of, read
from network import Network


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", nargs="+", required=True, help="folders of drawn pictures")
    parser.add_argument("--held-out", required=True, help="a folder of drawn pictures to measure with")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="checkpoint and curve")
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--person-px", type=float, default=56)
    parser.add_argument("--side", type=int, default=256, help="of the drawn pictures, in pixels")
    parser.add_argument("--steps", type=int, default=20000, help="batches in all")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


def measure(network, drawn, batch_size=16):
    """Of whole pictures: mean absolute error, bias, mean persons; share inside the 90% interval."""
    network.eval()
    errors, inside, persons = [], 0, []
    with torch.no_grad():
        for begin in range(0, len(drawn), batch_size):
            indices = range(begin, min(begin + batch_size, len(drawn)))
            inputs = torch.from_numpy(numpy.stack([
                ((drawn.pictures[i].astype(numpy.float32) / 255 - 0.5) / 0.25).transpose(2, 0, 1)
                for i in indices]))
            truths = [drawn.truth(i) for i in indices]
            density, variances, logit = network(inputs)
            cells = zip(read(density, logit).numpy(), variances.numpy())
            for (mean, variance), (count, mask, _, _) in zip(cells, truths):
                mean, variance = (mean * mask).sum(), (variance * mask).sum()
                error = mean - (count * mask).sum()
                errors.append(error)
                persons.append((count * mask).sum())
                inside += abs(error) <= 1.645 * math.sqrt(variance + 1 / 12)
    network.train()
    errors = numpy.array(errors)
    return {"persons": float(numpy.mean(persons)), "mae": float(numpy.abs(errors).mean()),
            "bias": float(errors.mean()), "inside": inside / len(errors)}


class Average:
    """The weights, averaged over the last thousand steps or so: less noise, better counts."""

    def __init__(self, network, decay=0.999):
        self.decay = decay
        self.state = {k: v.clone() for k, v in network.state_dict().items()}

    def take(self, network, step):
        decay = min(self.decay, (1 + step) / (10 + step))
        for key, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[key].mul_(decay).add_(value, alpha=1 - decay)
            else:
                self.state[key].copy_(value)


def draw_curve(folder):
    """curve.svg out of curve.jsonl, where gnuplot is installed."""
    if shutil.which("gnuplot") is None:
        return
    with open(folder / "curve.jsonl", encoding="ascii") as file:
        rows = [json.loads(line) for line in file]
    values = "\n".join(f"{row['step']} {row['mae']} {row['loss']}" for row in rows)
    script = (f"set terminal svg size 900,400\nset output '{folder / 'curve.svg'}'\n"
              f"$rows << EOD\n{values}\nEOD\nset xlabel 'step'\nset grid\n"
              "set ylabel 'persons per picture'\nset y2label 'loss'\nset y2tics\n"
              "plot $rows using 1:2 with lines title 'mean absolute error, held out', "
              "$rows using 1:3 axes x1y2 with lines title 'loss'\n")
    subprocess.run(["gnuplot"], input=script, text=True, check=False)


def rate_at(step, options):
    """A short warm-up, then half a cosine down to nearly nothing."""
    if step < 300:
        return options.rate * (step + 1) / 300
    return options.rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / options.steps)))


def main():
    options = parse()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    drawn = data.Drawn(options.data, options.side, options.person_px)
    held_out = data.Drawn([options.held_out], options.side, options.person_px)
    network = Network(options.width)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-4)
    average, first = Average(network), 0
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        average.state, first = saved["average"], saved["step"]
        print(f"goes on at step {first}", flush=True)
    judged = Network(options.width)
    network.train()
    began, losses = time.monotonic(), []
    for step in range(first, options.steps):
        random = numpy.random.default_rng((options.seed, step))  # the same also after a restart
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, options)
        indices = random.integers(0, len(drawn), options.batch)
        window = int(random.choice([128, 160, 192, 224]))
        inputs, truth = data.batch(drawn, indices, window, random)
        with torch.autocast("cpu", torch.bfloat16):  # half the time where the processor has it
            answer = network(inputs)
        loss = loss_of([part.float() for part in answer], truth)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        average.take(network, step)
        losses.append(loss.item())
        if (step + 1) % 500 and step + 1 < options.steps:
            continue
        judged.load_state_dict(average.state)
        figures = {"step": step + 1, "loss": float(numpy.mean(losses)), **measure(judged, held_out),
                   "seconds": time.monotonic() - began}
        losses.clear()
        print(json.dumps(figures), flush=True)
        with open(options.out / "curve.jsonl", "a", encoding="ascii") as curve:
            curve.write(json.dumps(figures) + "\n")
        draw_curve(options.out)
        partial = checkpoint.with_suffix(".part")
        torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(),
                    "average": average.state, "step": step + 1, "width": options.width,
                    "person_px": options.person_px, "seed": options.seed,
                    "pictures": len(drawn), "figures": figures}, partial)
        partial.rename(checkpoint)


if __name__ == "__main__":
    main()
