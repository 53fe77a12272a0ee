"""Writes small transformers of torchvision 0.14 and the logits that PyTorch 1.13 has for them: python3 make.py"""
import torch
from torchvision.models.swin_transformer import SwinTransformer
from torchvision.models.vision_transformer import VisionTransformer

torch.manual_seed(0)
NETS = {
    "vit": VisionTransformer(16, 8, num_layers=2, num_heads=2, hidden_dim=8, mlp_dim=16, num_classes=5),
    "swin": SwinTransformer([2, 2], 8, [2, 1], [2, 4], [2, 2], num_classes=5, stochastic_depth_prob=0),
}

# The images of the tests.
images = torch.tensor([((i * 37 + 11) % 101 - 50) / 32 for i in range(2 * 3 * 16 * 16)]).reshape(2, 3, 16, 16)
with open("expected.tsv", "w") as out:
    for name, net in NETS.items():
        net.eval()
        # Random weights that say something: torchvision starts the last layer at 0, and position embeddings near it.
        for parameter in net.parameters():
            parameter.data += torch.randn_like(parameter) * 0.3
        axes = {"x": {0: "N"}}
        opset = 17 if name == "swin" else 14  # with layer norm as one node, and as many
        torch.onnx.export(net, images, name + ".onnx", opset_version=opset, input_names=["x"], dynamic_axes=axes)
        out.write(name + "\t" + " ".join(f"{value:.6g}" for value in net(images).flatten().tolist()) + "\n")
