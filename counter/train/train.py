# Trains the network from drawn people; can be stopped and started again at any time.
# SPDX-License-Identifier: Apache-2.0
"""python3 train.py --data FOLDER... --held-out FOLDER --out FOLDER"""
import argparse
import hashlib
import json
import math
import pathlib
import shutil
import subprocess
import time

import numpy
import torch

import data
import showing
from learned import learned
from loss import loss_of, read, scores_to_read_by
from network import Network


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", nargs="+", required=True,
                        help="folders of drawn pictures, or of such folders, which may grow meanwhile")
    parser.add_argument("--held-out", required=True, help="the same, to measure with; shown to nothing that learns")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="checkpoint and curve")
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--person-px", type=float, default=56)
    parser.add_argument("--side", type=int, default=256, help="of the drawn pictures, in pixels")
    parser.add_argument("--steps", type=int, default=34000, help="batches in all")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--most", type=int, default=10**7, help="of the drawn pictures, the last so many")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--begin-with", help="a checkpoint, or default.thnw, of the same width: learns on from its "
                                             "weights, with norms as they are (wants a rate of about 5e-4)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


def measure(network, drawn, batch_size=16):
    """Of whole pictures: mean absolute error, bias, mean persons; share inside the 90% interval."""
    network.eval()
    errors, inside, persons = [], [], []
    with torch.no_grad():
        for begin in range(0, len(drawn), batch_size):
            pictures = torch.stack(drawn.pictures[begin:begin + batch_size]).permute(0, 3, 1, 2)
            density, variance, logit = network(showing.normal(pictures.float() / 255))
            count, mask, _, _ = torch.stack(drawn.maps[begin:begin + batch_size]).unbind(1)
            truth = (count * mask).sum((1, 2))
            error = (read(density, logit) * mask).sum((1, 2)) - truth
            spread = ((variance * mask).sum((1, 2)) + 1 / 12).sqrt()
            errors.append(error)
            persons.append(truth)
            inside.append((error.abs() <= 1.645 * spread).float())
    network.train()
    errors, inside, persons = (torch.cat(part) for part in (errors, inside, persons))
    return {"persons": float(persons.mean()), "mae": float(errors.abs().mean()),
            "bias": float(errors.mean()), "inside": float(inside.mean())}


class Average:
    """The weights, averaged over the last thousand steps or so: less noise, better counts."""

    EVERY = 5  # steps: more often costs time and changes nothing

    def __init__(self, network, decay=0.995):
        self.decay = decay
        self.state = {k: v.clone() for k, v in network.state_dict().items()}

    def take(self, network, step):
        if step % self.EVERY:
            return
        decay = min(self.decay, (1 + step) / (50 + step))
        for key, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[key].mul_(decay).add_(value, alpha=1 - decay)
            else:
                self.state[key].copy_(value)


def name_of(path):
    """What a model card calls the weights in a file."""
    path = pathlib.Path(path)
    return f"{path.name} (sha256 {hashlib.sha256(path.read_bytes()).hexdigest()})"


def network_on(device, width):
    return Network(width).to(device, memory_format=torch.channels_last)


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
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cudnn.benchmark = True  # windows have few sizes
    held_out = data.Drawn(options.side, options.person_px, device).take([options.held_out])
    drawn = data.Drawn(options.side, options.person_px, device, options.most).take(options.data)
    network = network_on(device, options.width)
    if options.begin_with:
        network.load_state_dict(learned(options.begin_with, device))
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-4)
    average, first = Average(network), 0
    began_with = options.begin_with and name_of(options.begin_with)
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        average.state, first, began_with = saved["average"], saved["step"], saved["began_with"]
        print(f"goes on at step {first}", flush=True)
    judged = network_on(device, options.width)
    network.train(options.begin_with is None)  # else norms are as the weights were learned with
    began, loss_sum, since = time.monotonic(), 0, first
    for step in range(first, options.steps):
        random = numpy.random.default_rng((options.seed, step))  # the same also after a restart
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, options)
        window = int(random.choice([96, 128, 160, 192, 224]))
        inputs, truth = data.batch(drawn, options.batch, window, random)
        with torch.autocast(device, torch.bfloat16):  # half the time where the processor has it
            answer = network(inputs)
        loss = loss_of([part.float() for part in answer], truth, scores_to_read_by(random))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        average.take(network, step)
        loss_sum += loss.detach()
        if (step + 1) % 500 and step + 1 < options.steps:
            continue
        judged.load_state_dict(average.state)
        figures = {"step": step + 1, "loss": float(loss_sum) / (step + 1 - since),
                   **measure(judged, held_out), "pictures": drawn.taken_pictures,
                   "seconds": time.monotonic() - began}
        loss_sum, since = 0, step + 1
        drawn.take(options.data)
        print(json.dumps(figures), flush=True)
        with open(options.out / "curve.jsonl", "a", encoding="ascii") as curve:
            curve.write(json.dumps(figures) + "\n")
        draw_curve(options.out)
        partial = checkpoint.with_suffix(".part")
        torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(),
                    "average": average.state, "step": step + 1, "width": options.width,
                    "person_px": options.person_px, "seed": options.seed,
                    "pictures": drawn.taken_pictures, "batch": options.batch, "began_with": began_with,
                    "figures": figures}, partial)
        partial.rename(checkpoint)


if __name__ == "__main__":
    main()
