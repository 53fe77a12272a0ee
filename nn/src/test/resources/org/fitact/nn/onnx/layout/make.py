"""Writes the networks of this folder and the logits that PyTorch 1.13 has for them: python3 make.py"""
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.conv = nn.Conv2d(4, 8, 1)
        self.f = f

    def forward(self, x):
        return self.f(self.conv(x)).flatten(1)


def windows(x):
    n = x.size(0)
    cut = x.permute(0, 2, 3, 1).reshape(n, 2, 3, 2, 3, 8).permute(0, 1, 3, 2, 4, 5).reshape(n * 4, 9, 8)
    return cut.relu().reshape(n, 2, 2, 3, 3, 8).permute(0, 1, 3, 2, 4, 5).reshape(n, 6, 6, 8)


CASES = {
    "split-concat": lambda x: torch.cat([*torch.split(x, [1, 3, 4], 1)[::-1], x], 1),
    "chunk-rows": lambda x: torch.cat(x.chunk(3, 2)[::-1], 2),
    "slice": lambda x: x[:, 1:7:2, ::2, 1:],
    "flip": lambda x: torch.flip(x, [1, 3]),
    "pad-constant": lambda x: F.pad(x, (1, 2, 0, 3), value=0.5),
    "pad-channels": lambda x: F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 2, 2)),
    "pad-reflect": lambda x: F.pad(x, (2, 1, 3, 0), mode="reflect"),
    "pad-edge": lambda x: F.pad(x, (2, 1, 3, 0), mode="replicate"),
    "pad-negative": lambda x: F.pad(x, (-1, 2, 0, -2)),
    "pixel-shuffle": lambda x: F.pixel_shuffle(x, 2),
    "pixel-unshuffle": lambda x: F.pixel_unshuffle(x, 2),
    "upsample": lambda x: F.interpolate(x, scale_factor=2),
    "upsample-to-size": lambda x: F.interpolate(x, size=(9, 5)),
    "resize-linear": lambda x: F.interpolate(x, scale_factor=(1.7, 0.6), mode="bilinear"),
    "resize-linear-corners": lambda x: F.interpolate(x, size=(9, 4), mode="bilinear", align_corners=True),
    "resize-cubic": lambda x: F.interpolate(x, size=(11, 5), mode="bicubic"),
    "expand": lambda x: x.mean((2, 3), keepdim=True).expand(-1, -1, 3, 2),
    "gather": lambda x: x[:, [3, 0, 0, 5, 7, 1]],
    "gather-one": lambda x: x[:, :, 2] + x[:, :, :, 1],
    "roll": lambda x: torch.roll(x, (-2, 1), (2, 3)),
    "shuffle": lambda x: x.view(x.size(0), 2, 4, 6, 6).transpose(1, 2).reshape(x.size(0), 8, 6, 6),
    "windows": windows,
    "tokens": lambda x: x.flatten(2).transpose(1, 2)[:, 1:5],
    "tile": lambda x: x.repeat(1, 2, 1, 3),
    "reshape-across": lambda x: x.permute(0, 2, 1, 3).reshape(x.size(0), 9, 32).transpose(1, 2),
    "stack": lambda x: torch.stack(x.unbind(2)[::-1], 1),
}

# The images of the tests; of the logits every 29th is kept.
images = torch.tensor([((i * 37 + 11) % 101 - 50) / 32 for i in range(2 * 4 * 6 * 6)]).reshape(2, 4, 6, 6)
with open("expected.tsv", "w") as out:
    for name, f in CASES.items():
        net = Net(f).eval()
        axes = {"x": {0: "N"}}
        torch.onnx.export(net, images, name + ".onnx", opset_version=13, input_names=["x"], dynamic_axes=axes)
        logits = net(images).flatten()[::29].tolist()
        out.write(name + "\t" + " ".join(f"{value:.6g}" for value in logits) + "\n")
