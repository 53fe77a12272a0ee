package org.fitact.nn.graph.op;

import org.fitact.tensor.backend.op.UnaryOp;

/** An elementary function without numbers of its own; see {@link UnaryOp} for the formulas. */
public record Unary(Function of) implements Elementary {

    /** The functions, under their operators of ONNX. */
    public enum Function {
        EXP("Exp", new UnaryOp.Exp()),
        LOG("Log", new UnaryOp.Log()),
        SQRT("Sqrt", new UnaryOp.Sqrt()),
        ABS("Abs", new UnaryOp.Abs()),
        ERF("Erf", new UnaryOp.Erf()),
        RECIPROCAL("Reciprocal", new UnaryOp.Reciprocal()),
        FLOOR("Floor", new UnaryOp.Floor()),
        CEIL("Ceil", new UnaryOp.Ceil()),
        ROUND("Round", new UnaryOp.Round()),
        SIGN("Sign", new UnaryOp.Sign());

        private final String operator;
        private final UnaryOp function;

        Function(String operator, UnaryOp function) {
            this.operator = operator;
            this.function = function;
        }

        /** Its operator in ONNX. */
        public String operator() {
            return operator;
        }
    }

    public Unary {
        if (of == null) {
            throw new IllegalArgumentException("an elementary function of no name");
        }
    }

    @Override
    public UnaryOp function() {
        return of.function;
    }

    @Override
    public String label() {
        return "unary";
    }
}
