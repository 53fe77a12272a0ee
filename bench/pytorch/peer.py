"""The three networks, their training step, and single products, timed in PyTorch on a GPU.

    python3 bench/pytorch/peer.py --out pytorch.json [--quick]

The networks are those of this project's zoo for 32x32 images. A network's time is the median of single runs between two
synchronisations, as `fitact bench table1 --device cuda` measures a plan: the images lie on the device, the logits come
back to the host. Products are timed in series between two events of the device, as `./run bench` does. Settings:

  default        eager, as most programs are written: evaluation mode, batch norm a layer of its own, TF32 for convolutions
                 (PyTorch's default) and float32 for products of matrices
  float32        the same without TF32
  best           batch norm folded, channels last, TF32 for all, one CUDA graph
  best-float32   the same without TF32

FitReLU is what a user of PyTorch would write: a module of ordinary operations with a bound for each neuron.
"""
import argparse
import json
import platform
import statistics
import time

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

BATCHES = (1, 16, 64, 256)
SETTINGS = {"default": (False, True, False), "float32": (False, False, False), "best": (True, True, True),
            "best-float32": (True, False, False)}  # folded and in a graph; TF32 of convolutions; of matrices


class FitReluSmooth(nn.Module):
    """x * sigmoid(kappa * (bound - x)), 0 below 0: eq. 6 of the paper."""

    def __init__(self, shape):
        super().__init__()
        self.bound = nn.Parameter(1 + torch.rand(1, *shape))

    def forward(self, x):
        return torch.relu(x) * torch.sigmoid(20 * (self.bound - x))


class FitReluHard(nn.Module):
    """x up to its bound, 0 beyond."""

    def __init__(self, shape):
        super().__init__()
        self.bound = nn.Parameter(1 + torch.rand(1, *shape))

    def forward(self, x):
        return torch.where(x <= self.bound, torch.relu(x), torch.zeros((), device=x.device))


class Shaped(nn.Module):
    """Stands for an activation until its first input tells its shape."""

    def __init__(self, make):
        super().__init__()
        self.make = make
        self.made = None

    def forward(self, x):
        if self.made is None:
            self.made = self.make(x.shape[1:]).to(x.device)
            if x.dim() == 4 and x.is_contiguous(memory_format=torch.channels_last):
                self.made = self.made.to(memory_format=torch.channels_last)
        return self.made(x)


ACTIVATIONS = {
    "ReLU": lambda: nn.ReLU(inplace=True),
    "FitReLU smooth": lambda: Shaped(FitReluSmooth),
    "FitReLU hard": lambda: Shaped(FitReluHard),
}


def conv_norm(inputs, outputs, kernel, stride=1, bias=False):
    return [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=bias), nn.BatchNorm2d(outputs)]


def alexnet(act, classes):
    layers, channels = [], 3
    for outputs, stride, pool in ((64, 2, True), (192, 1, True), (384, 1, False), (256, 1, False), (256, 1, True)):
        layers += [nn.Conv2d(channels, outputs, 3, stride, 1), act()]
        channels = outputs
        if pool:
            layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.5), nn.Linear(1024, 4096), act(), nn.Dropout(0.5),
                         nn.Linear(4096, 4096), act(), nn.Linear(4096, classes))


def vgg16(act, classes):
    layers, channels = [], 3
    for stage in ((64, 64), (128, 128), (256,) * 3, (512,) * 3, (512,) * 3):
        for outputs in stage:
            layers += conv_norm(channels, outputs, 3, bias=True) + [act()]
            channels = outputs
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, classes))


class Bottleneck(nn.Module):
    def __init__(self, act, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.body = nn.Sequential(*conv_norm(inputs, width, 1), act(), *conv_norm(width, width, 3, stride), act(),
                                  *conv_norm(width, outputs, 1))
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else nn.Sequential(*conv_norm(inputs, outputs, 1, stride))
        self.act = act()

    def forward(self, x):
        return self.act(self.body(x) + self.shortcut(x))


def resnet50(act, classes):
    layers, channels = conv_norm(3, 64, 3) + [act()], 64
    for stage, blocks in enumerate((3, 4, 6, 3)):
        for block in range(blocks):
            layers.append(Bottleneck(act, channels, 64 << stage, 2 if stage > 0 and block == 0 else 1))
            channels = 256 << stage
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


MODELS = {"resnet50": resnet50, "vgg16": vgg16, "alexnet": alexnet}


def fold(module):
    """Batch norm into the convolution before it."""
    for name, child in list(module.named_children()):
        fold(child)
    if isinstance(module, nn.Sequential):
        for i in range(len(module) - 1):
            if isinstance(module[i], nn.Conv2d) and isinstance(module[i + 1], nn.BatchNorm2d):
                module[i] = fuse_conv_bn_eval(module[i], module[i + 1])
                module[i + 1] = nn.Identity()
    return module


def allow_tf32(convolutions, matrices):
    torch.backends.cudnn.allow_tf32 = convolutions
    torch.backends.cuda.matmul.allow_tf32 = matrices


def median_ms(run, seconds, least=20):
    """Median and quartiles of single runs, each waited for."""
    end = time.perf_counter() + seconds / 3
    while True:
        run()
        torch.cuda.synchronize()
        if time.perf_counter() > end:
            break
    times = []
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        torch.cuda.synchronize()
        times.append(1e3 * (time.perf_counter() - start))
    quartiles = statistics.quantiles(times, n=4)
    return {"ms": quartiles[1], "q1": quartiles[0], "q3": quartiles[2], "runs": len(times)}


def made(model, activation):
    with torch.device("cuda"):
        return MODELS[model](ACTIVATIONS[activation], 10)


def inference(model, activation, batch, settings, seconds):
    best, convolutions, matrices = SETTINGS[settings]
    allow_tf32(convolutions, matrices)
    network = made(model, activation).eval()
    images = torch.randn(batch, 3, 32, 32, device="cuda")
    with torch.inference_mode():
        if best:
            network = fold(network).to(memory_format=torch.channels_last)
            images = images.contiguous(memory_format=torch.channels_last)
        network(images)
        if not best:
            return median_ms(lambda: network(images).cpu(), seconds)
        side = torch.cuda.Stream()
        with torch.cuda.stream(side):
            for _ in range(3):
                network(images)
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            logits = network(images)

        def replay():
            graph.replay()
            return logits.cpu()

        return median_ms(replay, seconds)


def training(model, batch, settings, seconds):
    best, convolutions, matrices = SETTINGS[settings]
    allow_tf32(convolutions, matrices)
    network = made(model, "ReLU").train()
    if best:
        network = network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.9, nesterov=True, weight_decay=5e-4)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.1)
    host = torch.randn(batch, 3, 32, 32).pin_memory()
    labels = (torch.arange(batch) % 10).pin_memory()

    def step():
        images, classes = host.cuda(non_blocking=True), labels.cuda(non_blocking=True)
        if best:
            images = images.contiguous(memory_format=torch.channels_last)
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of(network(images), classes)
        loss.backward()
        optimiser.step()
        return loss.item()

    return median_ms(step, seconds)


def device_ms(run, series=10, milliseconds=2.0):
    """One run: the median of series between two events of the device, each so long that starting it does not count."""
    for _ in range(5):
        run()
    torch.cuda.synchronize()
    start = time.perf_counter()
    run()
    torch.cuda.synchronize()
    length = max(1, min(50, int(milliseconds / (1e3 * (time.perf_counter() - start)))))
    times = []
    for _ in range(series):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        for _ in range(length):
            run()
        end.record()
        end.synchronize()
        times.append(start.elapsed_time(end) / length)
    return statistics.median(times)


def products(rows):
    """The products of `./run bench`, by cuBLAS and cuDNN."""
    for tf32 in (False, True):
        allow_tf32(tf32, tf32)
        torch.backends.cudnn.benchmark = True
        who = "tf32" if tf32 else "float32"
        for m, n, k in ((1024,) * 3, (4096,) * 3, (8192,) * 3, (64, 4096, 25088)):
            a, b = torch.randn(m, k, device="cuda"), torch.randn(k, n, device="cuda")
            ms = device_ms(lambda: torch.matmul(a, b))
            rows.append({"what": "gemm", "shape": [m, n, k], "arithmetic": who, "ms": ms,
                         "tflops": 2e-9 * m * n * k / ms})
        for c, side, o, kernel, stride in ((3, 224, 64, 3, 1), (128, 112, 128, 3, 1), (256, 56, 256, 3, 1),
                                           (512, 14, 512, 3, 1), (256, 56, 512, 1, 2)):
            last = torch.channels_last
            x = torch.randn(64, c, side, side, device="cuda").contiguous(memory_format=last)
            w = torch.randn(o, c, kernel, kernel, device="cuda").contiguous(memory_format=last)
            options = dict(stride=stride, padding=kernel // 2)
            y = nn.functional.conv2d(x, w, **options)
            gy = torch.randn_like(y)
            flops = 2e-9 * y.numel() * c * kernel * kernel

            def gradient(of_input, of_weight):
                return torch.ops.aten.convolution_backward(
                    gy, x, w, None, [stride] * 2, [kernel // 2] * 2, [1, 1], False, [0, 0], 1,
                    [of_input, of_weight, False])

            for name, run in (("forward", lambda: nn.functional.conv2d(x, w, **options)),
                              ("by input", lambda: gradient(True, False)), ("by weight", lambda: gradient(False, True))):
                ms = device_ms(run)
                rows.append({"what": "conv " + name, "shape": [64, side, side, c, o, kernel, stride],
                             "arithmetic": who, "ms": ms, "tflops": flops / ms})
    torch.backends.cudnn.benchmark = False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    seconds = 0.15 if options.quick else 1.0
    rows = []

    def save():
        about = {"gpu": torch.cuda.get_device_name(), "pytorch": torch.__version__, "cuda": torch.version.cuda,
                 "cudnn": torch.backends.cudnn.version(), "python": platform.python_version()}
        with open(options.out, "w", encoding="utf-8") as file:
            json.dump({**about, "rows": rows}, file, indent=1)

    products(rows)
    save()
    for model in MODELS:
        for batch in (1, 64, 256) if options.quick else BATCHES:
            for settings in SETTINGS:
                for activation in ACTIVATIONS:
                    if activation != "ReLU" and settings not in ("default", "best"):
                        continue
                    row = {"what": "inference", "model": model, "batch": batch, "settings": settings,
                           "activation": activation, **inference(model, activation, batch, settings, seconds)}
                    rows.append(row)
                    print(json.dumps(row), flush=True)
        for batch in (64, 128):
            for settings in SETTINGS:
                row = {"what": "training", "model": model, "batch": batch, "settings": settings,
                       **training(model, batch, settings, seconds)}
                rows.append(row)
                print(json.dumps(row), flush=True)
        save()


if __name__ == "__main__":
    main()
