#!/usr/bin/env python3
"""Exports networks that people have as ONNX files, as they would: export.py CIFAR10_FOLDER OUT_FOLDER [NAME ...]

Networks of torchvision as it makes them without weights, and those of cifar.py. Weights are random by a fixed seed; batch
norm has the statistics of real images, which are CIFAR-10's, scaled to what the network wants. Written for Debian's
python3-torch 1.13 and python3-torchvision 0.14; the folder has the five data_batch_N.bin of CIFAR-10's binary version.
"""

import pathlib
import sys
import warnings
import zlib

import numpy
import torch
import torchvision.models as zoo
from torch import nn
from torch.nn import functional as F

import cifar

MEAN, SD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
PASSES, BATCH = 3, 16

TORCHVISION = [
    "alexnet", "vgg11_bn", "resnet18", "resnet34", "resnet50", "wide_resnet50_2", "resnext50_32x4d", "mobilenet_v2",
    "mobilenet_v3_small", "mobilenet_v3_large", "mnasnet1_0", "efficientnet_b0", "densenet121", "googlenet",
    "inception_v3", "squeezenet1_0", "squeezenet1_1", "shufflenet_v2_x1_0", "regnet_x_400mf", "regnet_y_400mf",
    "convnext_tiny", "swin_t",
]  # fmt: skip
AUXILIARY = {"googlenet", "inception_v3"}
SIZES = {"inception_v3": 299}
# The first opset of torch's exporter that has what the network needs: layer norm and hard swish of their own.
OPSETS = {"swin_t": 17, "vit-small": 17, "convnext_tiny": 16, "mobilenet_v3_small": 14, "mobilenet_v3_large": 14}


def small_vit():
    """Of torchvision's class, with the sizes of DeiT-Tiny and half its layers."""
    vit = zoo.VisionTransformer(
        image_size=224, patch_size=16, num_layers=6, num_heads=3, hidden_dim=192, mlp_dim=768
    )
    nn.init.trunc_normal_(vit.heads.head.weight, std=0.1)  # torchvision begins with zeros: all logits would be 0
    nn.init.normal_(vit.class_token, std=0.02)
    return vit


def network(name):
    if name in cifar.ALL:
        return cifar.ALL[name]()
    if name == "vit-small":
        return small_vit()
    more = {"aux_logits": False, "init_weights": True} if name in AUXILIARY else {}
    made = getattr(zoo, name)(weights=None, **more)
    if name == "convnext_tiny":
        for parameter in (p for n, p in made.named_parameters() if n.endswith("layer_scale")):
            nn.init.constant_(parameter, 0.1)  # begins with 1e-6, at which blocks do nothing
    return made


def images(folder, first, count, size):
    records = numpy.fromfile(folder / "data_batch_1.bin", numpy.uint8, 3073 * count, offset=3073 * first)
    pixels = torch.from_numpy(records.reshape(count, 3073)[:, 1:].reshape(count, 3, 32, 32)).float() / 255
    x = (pixels - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(SD).view(3, 1, 1)
    return x if size == 32 else F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)


def export(name, folder, out):
    torch.manual_seed(zlib.crc32(name.encode()))
    size = 32 if name in cifar.ALL else SIZES.get(name, 224)
    net = network(name)
    norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = None  # the mean over all passes
    net.train()
    with torch.no_grad():
        for i in range(PASSES if norms else 0):
            net(images(folder, i * BATCH, BATCH, size))
    net.eval()
    torch.onnx.export(
        net,
        images(folder, 0, 1, size),
        str(out / f"{name}.onnx"),
        input_names=["input"],
        output_names=["output"],
        dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}},
        opset_version=OPSETS.get(name, 13),
    )
    with torch.no_grad():
        logits = net(images(folder, 1000, 4, size))
    print(f"{name}: {sum(p.numel() for p in net.parameters())} parameters, largest logit {logits.abs().max():.3g}")


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    warnings.filterwarnings("ignore")
    for name in sys.argv[3:] or [*TORCHVISION, "vit-small", *cifar.ALL]:
        export(name, folder, out)


if __name__ == "__main__":
    main()
