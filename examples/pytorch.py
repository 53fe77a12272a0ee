# A network of this program in PyTorch: what a checkpoint holds is a state_dict as it is, names, shapes and order.
#
#   bin/fitact demo --out runs/demo
#   python3 examples/pytorch.py runs/demo/model.safetensors
#   python3 examples/pytorch.py runs/demo/hardened-fitact.safetensors

import json
import struct
import sys

import torch
from torch import nn


def read(path):
    """What safetensors.torch.load_file(path) gives, where that package is installed, and the metadata with it."""
    with open(path, "rb") as file:
        content = bytearray(file.read())
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(content, dtype=torch.float32, count=(end - begin) // 4, offset=8 + length + begin)
        tensors[name] = values.reshape(entry["shape"]).clone()
    return tensors, metadata


class Bound(nn.Module):
    """An upper bound behind a ReLU, as the graph in the metadata describes it: docs/numerics.md has the formulas."""

    def __init__(self, op, shape):
        super().__init__()
        self.policy, self.kappa = op["policy"], op["kappa"]
        self.bounds = nn.Parameter(torch.empty(shape))

    def forward(self, x):
        # Per layer [1], per channel [c], per neuron [c, h, w].
        bounds = self.bounds[:, None, None] if x.dim() == 4 and self.bounds.dim() == 1 else self.bounds
        x = torch.relu(x)
        if self.policy == "SMOOTH":
            return x * torch.sigmoid(self.kappa * (bounds - x))
        if self.policy == "ZERO":
            return torch.where(x > bounds, torch.zeros_like(x), x)
        return torch.minimum(x, bounds)


class ConvNorm(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(self.conv(x))


class VggSmall(nn.Module):
    """vgg-small, the network of the demo, on images of 28x28. Modules that have parameters are called as in the checkpoint."""

    def __init__(self, channels, classes, activation):
        super().__init__()
        self.conv1, self.relu1 = ConvNorm(channels, 32), activation("relu1")
        self.conv2, self.relu2 = ConvNorm(32, 64), activation("relu2")
        self.conv3, self.relu3 = ConvNorm(64, 128), activation("relu3")
        self.conv4, self.relu4 = ConvNorm(128, 128), activation("relu4")
        self.fc = nn.Linear(128, classes)

    def forward(self, x):
        pool = nn.functional.max_pool2d
        x = pool(self.relu1(self.conv1(x)), 2)
        x = pool(self.relu2(self.conv2(x)), 2)
        x = pool(self.relu4(self.conv4(self.relu3(self.conv3(x)))), 2)
        return self.fc(x.mean((2, 3)))


def main(path):
    tensors, metadata = read(path)
    if metadata["architecture.model"] != "vgg-small" or not metadata["architecture.input"].startswith("28x28x"):
        found = f"{metadata['architecture.model']} for images of {metadata['architecture.input']}"
        sys.exit(f"{path}: {found}, expected vgg-small for images of 28x28")
    graph = json.loads(metadata["architecture.graph"])
    owners = {parameter: node["op"] for node in graph["nodes"] for parameter in node["parameters"]}

    def activation(name):
        bounds = name + ".bounds"
        return Bound(owners[bounds], tensors[bounds].shape) if bounds in tensors else nn.ReLU()

    channels = int(metadata["architecture.input"].split("x")[2])
    network = VggSmall(channels, int(metadata["architecture.classes"]), activation)
    network.load_state_dict(tensors)  # strict: nothing is missing, nothing is left over
    network.eval()
    ramp = torch.linspace(-1, 1, 28 * 28).reshape(1, 1, 28, 28).expand(1, channels, 28, 28)
    with torch.no_grad():
        logits = network(ramp)[0]
    print(f"{len(tensors)} tensors of {metadata['architecture.model']}; a ramp's logits:")
    print(" ".join(f"{logit:.5f}" for logit in logits.tolist()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("usage: python3 examples/pytorch.py CHECKPOINT", file=sys.stderr)
        sys.exit(2)
    main(sys.argv[1])
