"""Networks for images of 32x32, in the forms in which their users write and export them."""

import torch
from torch import nn
from torch.nn import functional as F


def conv3x3(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)


class Basic(nn.Module):
    """Two 3x3 convolutions and a shortcut, which is a 1x1 convolution where the shape changes."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = conv3x3(outputs, outputs), nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return F.relu(out)


class PreActivated(nn.Module):
    """Batch norm and ReLU before each convolution; the shortcut begins behind the first of them."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(inputs), conv3x3(inputs, outputs, stride)
        self.bn2, self.conv2 = nn.BatchNorm2d(outputs), conv3x3(outputs, outputs)
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False)

    def forward(self, x):
        out = F.relu(self.bn1(x))
        shortcut = self.shortcut(out) if hasattr(self, "shortcut") else x
        out = self.conv2(F.relu(self.bn2(self.conv1(out))))
        out += shortcut
        return out


class SqueezeExcited(nn.Module):
    """A pre-activated block whose channels are weighted by what a global pooling says."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.block = PreActivated(inputs, outputs, stride)
        self.fc1 = nn.Conv2d(outputs, outputs // 16, 1)
        self.fc2 = nn.Conv2d(outputs // 16, outputs, 1)

    def forward(self, x):
        block = self.block
        out = F.relu(block.bn1(x))
        shortcut = block.shortcut(out) if hasattr(block, "shortcut") else x
        out = block.conv2(F.relu(block.bn2(block.conv1(out))))
        w = F.avg_pool2d(out, int(out.size(2)))
        w = torch.sigmoid(self.fc2(F.relu(self.fc1(w))))
        out = out * w
        out += shortcut
        return out


class ResNet(nn.Module):
    """Four stages of blocks of 64 to 512 channels, without the pooling of ImageNet's."""

    def __init__(self, block, blocks=(2, 2, 2, 2), classes=10):
        super().__init__()
        self.pre = block is not Basic
        self.conv1 = conv3x3(3, 64)
        self.bn1 = nn.Identity() if self.pre else nn.BatchNorm2d(64)
        inputs, stages = 64, []
        for stage, count in enumerate(blocks):
            outputs = 64 << stage
            for i in range(count):
                stages.append(block(inputs, outputs, 2 if stage > 0 and i == 0 else 1))
                inputs = outputs
        self.layers = nn.Sequential(*stages)
        self.linear = nn.Linear(inputs, classes)

    def forward(self, x):
        out = self.conv1(x) if self.pre else F.relu(self.bn1(self.conv1(x)))
        out = F.avg_pool2d(self.layers(out), 4)
        out = out.view(out.size(0), -1)
        return self.linear(out)


class OptionA(nn.Module):
    """A basic block whose shortcut leaves out pixels and fills channels up with zeros."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = conv3x3(outputs, outputs), nn.BatchNorm2d(outputs)
        self.fill = (outputs - inputs) // 2

    def forward(self, x):
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.fill:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.fill, self.fill), "constant", 0)
        out += x
        return F.relu(out)


class ResNet20(nn.Module):
    """He et al., section 4.2: three stages of three blocks, 16 to 64 channels."""

    def __init__(self, classes=10):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(3, 16), nn.BatchNorm2d(16)
        inputs, blocks = 16, []
        for outputs in (16, 32, 64):
            for _ in range(3):
                blocks.append(OptionA(inputs, outputs, 1 if inputs == outputs else 2))
                inputs = outputs
        self.layers = nn.Sequential(*blocks)
        self.linear = nn.Linear(64, classes)

    def forward(self, x):
        out = self.layers(F.relu(self.bn1(self.conv1(x))))
        out = F.avg_pool2d(out, int(out.size(3)))
        out = out.view(out.size(0), -1)
        return self.linear(out)


class Root(nn.Module):
    """Joins what the branches of a tree made."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn = nn.BatchNorm2d(outputs)

    def forward(self, xs):
        return F.relu(self.bn(self.conv(torch.cat(xs, 1))))


class Tree(nn.Module):
    """Deep layer aggregation: a node joins its two branches and the trees below its left one."""

    def __init__(self, inputs, outputs, level, stride):
        super().__init__()
        self.root = Root(2 * outputs if level == 1 else (level + 2) * outputs, outputs)
        self.level = level
        if level == 1:
            self.left = Basic(inputs, outputs, stride)
            self.right = Basic(outputs, outputs)
        else:
            self.before = Basic(inputs, outputs, stride)
            self.subtrees = nn.ModuleList(
                Tree(inputs if i == level - 1 else outputs, outputs, i, stride if i == level - 1 else 1)
                for i in reversed(range(1, level))
            )
            self.left = Basic(outputs, outputs)
            self.right = Basic(outputs, outputs)

    def forward(self, x):
        xs = [] if self.level == 1 else [self.before(x)]
        if self.level > 1:
            for subtree in self.subtrees:
                x = subtree(x)
                xs.append(x)
        left = self.left(x)
        right = self.right(left)
        return self.root(xs + [left, right])


class Dla(nn.Module):
    """Deep layer aggregation for 32x32, with trees of levels 1, 2, 2 and 1."""

    def __init__(self, classes=10):
        super().__init__()

        def layer(inputs, outputs):
            return nn.Sequential(conv3x3(inputs, outputs), nn.BatchNorm2d(outputs), nn.ReLU(True))

        self.base = nn.Sequential(layer(3, 16), layer(16, 16), layer(16, 32))
        self.trees = nn.Sequential(
            Tree(32, 64, 1, 1), Tree(64, 128, 2, 2), Tree(128, 256, 2, 2), Tree(256, 512, 1, 2)
        )
        self.linear = nn.Linear(512, classes)

    def forward(self, x):
        out = F.avg_pool2d(self.trees(self.base(x)), 4)
        out = out.view(out.size(0), -1)
        return self.linear(out)


class WideBlock(nn.Module):
    """Of wide residual networks: pre-activated, with dropout between the convolutions."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(inputs), conv3x3(inputs, outputs, stride)
        self.bn2, self.conv2 = nn.BatchNorm2d(outputs), conv3x3(outputs, outputs)
        self.same = inputs == outputs
        self.shortcut = None if self.same else nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False)

    def forward(self, x):
        first = F.relu(self.bn1(x), inplace=True)
        out = F.relu(self.bn2(self.conv1(first)), inplace=True)
        out = self.conv2(F.dropout(out, p=0.3, training=self.training))
        return torch.add(x if self.same else self.shortcut(first), out)


class WideResNet(nn.Module):
    """WRN-16-4."""

    def __init__(self, depth=16, width=4, classes=10):
        super().__init__()
        self.conv1 = conv3x3(3, 16)
        inputs, blocks = 16, []
        for stage, outputs in enumerate((16 * width, 32 * width, 64 * width)):
            for i in range((depth - 4) // 6):
                blocks.append(WideBlock(inputs, outputs, 2 if stage > 0 and i == 0 else 1))
                inputs = outputs
        self.layers, self.bn = nn.Sequential(*blocks), nn.BatchNorm2d(inputs)
        self.fc, self.channels = nn.Linear(inputs, classes), inputs

    def forward(self, x):
        out = F.relu(self.bn(self.layers(self.conv1(x))))
        out = F.avg_pool2d(out, 8)
        return self.fc(out.view(-1, self.channels))


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x) + x


def conv_mixer(width=128, depth=6, kernel=5, patch=2, classes=10):
    """Patches, then depthwise and pointwise convolutions in turns, with GELU."""

    def stage(*layers):
        return nn.Sequential(*layers, nn.GELU(), nn.BatchNorm2d(width))

    return nn.Sequential(
        stage(nn.Conv2d(3, width, patch, stride=patch)),
        *[
            nn.Sequential(
                Residual(stage(nn.Conv2d(width, width, kernel, groups=width, padding=kernel // 2))),
                stage(nn.Conv2d(width, width, 1)),
            )
            for _ in range(depth)
        ],
        nn.AdaptiveAvgPool2d((1, 1)),
        nn.Flatten(),
        nn.Linear(width, classes),
    )


ALL = {
    "cifar-resnet18": lambda: ResNet(Basic),
    "cifar-preactresnet18": lambda: ResNet(PreActivated),
    "cifar-senet18": lambda: ResNet(SqueezeExcited),
    "cifar-dla": Dla,
    "cifar-resnet20-a": ResNet20,
    "cifar-wrn16-4": WideResNet,
    "cifar-convmixer": conv_mixer,
}
