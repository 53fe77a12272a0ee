package org.fitact.tensor.backend.contract;

import java.util.List;
import org.fitact.tensor.backend.contract.UnaryCase.Known;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * Values of functions and of their derivatives by PyTorch 1.13, in double:
 *
 * <pre>{@code
 * import torch, torch.nn.functional as F
 * torch.set_default_dtype(torch.float64)
 * def show(f, *x):
 *     x = torch.tensor(x, requires_grad=True)
 *     f(x).sum().backward()
 *     print(f(x).tolist(), x.grad.tolist())
 * show(F.hardswish, 1., -2., -4., 4.)
 * show(F.silu, 1., -2., -1000.)
 * show(F.gelu, 1., -2., -1000., 3.5, -3.5)
 * show(lambda x: F.gelu(x, approximate='tanh'), 1., -2., -1000.)
 * show(lambda x: 1.25 * F.elu(x, 0.75), -1., 2., -.001)
 * show(lambda x: F.celu(x, 0.75), -1., 2.)
 * show(F.softplus, 1., -2., 1000.)
 * show(F.softsign, 1., -2.)
 * show(torch.erf, 1., -2., 0.001)
 * show(lambda x: x ** 1.7, 2., 0.25)
 * }</pre>
 */
final class TorchFunctions {

    private TorchFunctions() {}

    /** @throws IllegalArgumentException for a function that is not among those above */
    static List<Known> known(UnaryOp op) {
        return switch (op) {
            case UnaryOp.HardSwish _ ->
                List.of(
                        known(1, 0.66666667, 0.83333333),
                        known(-2, -0.33333333, -0.16666667),
                        known(-4, 0, 0),
                        known(4, 4, 1));
            case UnaryOp.Silu _ ->
                List.of(known(1, 0.73105858, 0.92767051), known(-2, -0.23840584, -0.09078425), known(-1000, 0, 0));
            case UnaryOp.Gelu _ ->
                List.of(
                        known(1, 0.84134475, 1.08331547),
                        known(-2, -0.04550026, -0.0852318),
                        known(-1000, 0, 0),
                        known(3.5, 3.4991858, 1.00282176),
                        known(-3.5, -0.0008142, -0.00282176));
            case UnaryOp.TanhGelu _ ->
                List.of(known(1, 0.84119199, 1.08296408), known(-2, -0.04540231, -0.08609926), known(-1000, 0, 0));
            case UnaryOp.Elu _ ->
                List.of(
                        known(-1, -0.59261302, 0.34488698),
                        known(2, 2.5, 1.25),
                        known(-0.001, -0.00093703, 0.93656297));
            case UnaryOp.Celu _ -> List.of(known(-1, -0.55230215, 0.26359714), known(2, 2, 1));
            case UnaryOp.Softplus _ ->
                List.of(known(1, 1.31326169, 0.73105858), known(-2, 0.12692801, 0.11920292), known(1000, 1000, 1));
            case UnaryOp.Softsign _ -> List.of(known(1, 0.5, 0.25), known(-2, -0.66666667, 0.11111111));
            case UnaryOp.Erf _ ->
                List.of(
                        known(1, 0.842700793, 0.415107497),
                        known(-2, -0.995322265, 0.0206669854),
                        known(0.001, 0.00112837879, 1.12837804));
            case UnaryOp.Power _ -> List.of(known(2, 3.24900959, 2.76165815), known(0.25, 0.0947322854, 0.644179541));
            default -> throw new IllegalArgumentException(op + " has no values here");
        };
    }

    private static Known known(double x, double value, double derivative) {
        return new Known((float) x, value, derivative);
    }
}
