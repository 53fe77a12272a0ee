"""Sets this project's times on a GPU beside PyTorch's, as Markdown.

    python3 bench/pytorch/compare.py docs/results/h100

The folder holds table1/table1.json, inference-tf32.json and training.json of JMH, kernels.tsv of `./run bench`, and
pytorch.json of peer.py.
"""
import json
import pathlib
import statistics
import sys

MODELS = {"resnet50": "ResNet50", "vgg16": "VGG16", "alexnet": "AlexNet"}
SCHEMES = {"ReLU": "relu", "FitReLU smooth": "fitReluSmooth", "FitReLU hard": "fitReluHard"}


def table1_times(path):
    """Milliseconds by (model, batch, scheme), for 10 classes."""
    times = {}
    for row in json.loads(path.read_text()):
        params = row["params"]
        if params["classes"] == "10" and params["scheme"] in SCHEMES:
            values = [value for fork in row["primaryMetric"]["rawData"] for value in fork]
            times[params["model"], int(params["batch"]), SCHEMES[params["scheme"]]] = statistics.median(values)
    return times


def round_times(path):
    """The same of JMH's own file, where an iteration has the median of each scheme in nanoseconds."""
    times = {}
    for row in json.loads(path.read_text()):
        params = row["params"]
        for scheme in SCHEMES.values():
            values = [value for fork in row["secondaryMetrics"][scheme]["rawData"] for value in fork]
            times[params["model"], int(params["batch"]), scheme] = statistics.median(values) / 1e6
    return times


def row(cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def heading(title, texts, numbers):
    """A title and the head of a table, whose columns hold texts, then numbers."""
    print(f"{title}:\n")
    row(texts + numbers)
    row(["---"] * len(texts) + ["---:"] * len(numbers))


def number(value):
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def inference(folder, peer):
    own = table1_times(folder / "table1/table1.json")
    tf32 = round_times(folder / "inference-tf32.json")
    torch = {(r["model"], r["batch"], r["settings"], r["activation"]): r["ms"]
             for r in peer["rows"] if r["what"] == "inference"}
    heading("Inference with ReLU, ms", ["network"],
            ["batch", "float32", "TF32", "PyTorch default", "PyTorch float32", "PyTorch best", "TF32 / default",
             "TF32 / best", "float32 / float32"])
    for model, name in MODELS.items():
        for batch in (1, 64, 256):
            ours, fast = own[model, batch, "relu"], tf32[model, batch, "relu"]
            default, float32, best = (torch[model, batch, s, "ReLU"] for s in ("default", "float32", "best"))
            row([name, batch, *map(number, (ours, fast, default, float32, best)),
                 f"{fast / default:.2f}", f"{fast / best:.2f}", f"{ours / float32:.2f}"])
    heading("\nWhat the smooth and the hard FitReLU cost over ReLU, %", ["network"],
            ["batch", "float32: smooth", "hard", "TF32: smooth", "hard", "PyTorch default: smooth", "hard",
             "PyTorch best: smooth", "hard"])
    for model, name in MODELS.items():
        for batch in (1, 64, 256):
            cells = []
            for times in (own, tf32):
                cells += [times[model, batch, s] / times[model, batch, "relu"]
                          for s in ("fitReluSmooth", "fitReluHard")]
            for settings in ("default", "best"):
                cells += [torch[model, batch, settings, a] / torch[model, batch, settings, "ReLU"]
                          for a in ("FitReLU smooth", "FitReLU hard")]
            row([name, batch, *(f"{100 * (cell - 1):.1f}" for cell in cells)])


def training(folder, peer):
    own = {(r["params"]["model"], "tf32" in r["params"]["device"]):
           1000 / r["primaryMetric"]["scorePercentiles"]["50.0"]
           for r in json.loads((folder / "training.json").read_text())}
    torch = {(r["model"], r["settings"]): r["ms"] for r in peer["rows"] if r["what"] == "training" and r["batch"] == 128}
    heading("\nA training step of 128 images, ms", ["network"],
            ["float32", "TF32", "PyTorch default", "PyTorch float32", "PyTorch best", "TF32 / default",
             "float32 / float32"])
    for model, name in MODELS.items():
        ours, fast = own[model, False], own[model, True]
        default, float32, best = (torch[model, s] for s in ("default", "float32", "best"))
        row([name, *map(number, (ours, fast, default, float32, best)), f"{fast / default:.2f}", f"{ours / float32:.2f}"])


def products(folder, peer):
    own = {}
    for line in (folder / "kernels.tsv").read_text().splitlines():
        if line.startswith(("gemm", "Conv2d")):
            what, microseconds = line.split("\t")[:2]
            own[what] = float(microseconds) / 1000
    heading("\nProducts, TFLOP/s", ["product"],
            ["float32", "cuBLAS or cuDNN", "ratio of times", "TF32", "cuBLAS or cuDNN", "ratio of times"])
    rows = {}
    for r in peer["rows"]:
        if r["what"].startswith(("gemm", "conv")):
            rows.setdefault((r["what"], tuple(r["shape"])), {})[r["arithmetic"]] = r
    for (what, shape), by in rows.items():
        if what == "gemm":
            name, label = "gemm {}x{}x{}".format(*shape), "{}×{}×{}".format(*shape)
        else:
            n, h, w, c, o, k, s = shape
            name = (f"Conv2d[batch={n}, height={h}, width={w}, inChannels={c}, outChannels={o}, kernelHeight={k}, "
                    f"kernelWidth={k}, stride={s}, padding={k // 2}]")
            label = f"{h}×{w}, {c} → {o}, {k}×{k}" + (f", stride {s}" if s > 1 else "")
        which = what[len("conv"):] if what != "gemm" else ""
        cells = []
        for own_name, arithmetic in (("OWN", "float32"), ("TF32", "tf32")):
            ms, theirs = own[f"{name} {own_name}{which}"], by[arithmetic]
            cells += [f"{theirs['tflops'] * theirs['ms'] / ms:.1f}", f"{theirs['tflops']:.1f}", f"{ms / theirs['ms']:.2f}"]
        row([label + ("," + which if which else ""), *cells])


def main():
    folder = pathlib.Path(sys.argv[1])
    peer = json.loads((folder / "pytorch.json").read_text())
    print(f"{peer['gpu']}, PyTorch {peer['pytorch']}, CUDA {peer['cuda']}, cuDNN {peer['cudnn']}\n")
    inference(folder, peer)
    training(folder, peer)
    products(folder, peer)


if __name__ == "__main__":
    main()
