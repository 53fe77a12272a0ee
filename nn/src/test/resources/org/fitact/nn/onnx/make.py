# Makes residual.onnx and plain.onnx, and prints their logits for a pattern. PyTorch 1.13; needs no package onnx. Run in this folder: python3 make.py
import gzip
import math
import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_num_threads(1)


class Block(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.shortcut = nn.Sequential()
        if stride > 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        y += self.shortcut(x)
        return F.relu(y)


class Residual(nn.Module):
    """Trained a little; exported as PyTorch does by default: batch norm folded, any batch."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 8, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.layer1 = nn.Sequential(Block(8, 8, 1), Block(8, 16, 2))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.drop = nn.Dropout(0.1)
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm(self.stem(x))), 2)
        x = self.pool(self.layer1(x))
        return self.fc(self.drop(x.view(x.size(0), -1)))


class Plain(nn.Module):
    """Random; exported with batch norm as nodes, for batches of 2."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, (5, 3)), nn.BatchNorm2d(6, eps=1e-3), nn.ReLU(), nn.AvgPool2d(2),
            nn.Conv2d(6, 8, 3, 2), nn.ReLU6())
        self.inner = nn.Linear(8 * 5 * 6, 12, bias=False)
        self.norm = nn.BatchNorm1d(12)
        self.classifier = nn.Sequential(nn.Tanh(), nn.Dropout(), nn.Linear(12, 10))

    def forward(self, x):
        return self.classifier(self.norm(self.inner(self.features(x).flatten(1))))


def pattern(c, *shape):
    n = math.prod(shape)
    return torch.tensor([((i * 37 + c * 11) % 101 - 50) / 32 for i in range(n)]).reshape(shape)


def idx(name, skip):
    folder = "../../../../../../../../fitact/app/src/main/resources/org/fitact/fashion/"
    with gzip.open(folder + name) as f:
        return torch.frombuffer(bytearray(f.read()[skip:]), dtype=torch.uint8)


def images(name):  # 32x32, as this program has them
    x = F.pad(idx(name, 16).reshape(-1, 1, 28, 28), (2, 2, 2, 2))
    return (x / 255 - 0.286) / 0.353


def train(net, epochs):
    x = images("train-images-idx3-ubyte.gz")
    y = idx("train-labels-idx1-ubyte.gz", 8).long()
    optimiser = torch.optim.Adam(net.parameters(), 3e-3)
    for _ in range(epochs):
        order = torch.randperm(len(y))
        for batch in order.split(64):
            optimiser.zero_grad()
            F.cross_entropy(net(x[batch]), y[batch]).backward()
            optimiser.step()
    net.eval()
    right = (net(images("t10k-images-idx3-ubyte.gz")).argmax(1) == idx("t10k-labels-idx1-ubyte.gz", 8)).float().mean()
    print("accuracy on the embedded test images", right.item())


residual = Residual()
train(residual, 4)
torch.onnx.export(residual, torch.zeros(2, 1, 32, 32), "residual.onnx", opset_version=17,
                  input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})

plain = Plain()
for norm in (plain.features[1], plain.norm):
    for parameter in (norm.weight, norm.bias, norm.running_mean):
        nn.init.uniform_(parameter, 0.2, 1.2)
    nn.init.uniform_(norm.running_var, 0.5, 1.5)
plain.eval()
torch.onnx.export(plain, torch.zeros(2, 1, 28, 28), "plain.onnx", opset_version=13, do_constant_folding=False,
                  training=torch.onnx.TrainingMode.PRESERVE, input_names=["x"], output_names=["y"])

torch.set_printoptions(precision=6, linewidth=100, sci_mode=False)
print(residual(pattern(1, 2, 1, 32, 32)).detach())
print(plain(pattern(1, 2, 1, 28, 28)).detach())
