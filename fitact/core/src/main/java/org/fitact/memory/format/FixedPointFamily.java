package org.fitact.memory.format;

import java.util.Optional;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.TensorFormat;

/** Fixed point, half-even and saturating: {@code Q15.16}. */
final class FixedPointFamily implements FormatFamily {

    @Override
    public String name() {
        return "fixed-point";
    }

    @Override
    public String notation() {
        return "Qm.f with m integer and f fraction bits, such as Q15.16, Q7.8 or Q3.4";
    }

    @Override
    public Optional<TensorFormat> parse(String name) {
        return QFormat.isNotation(name) ? Optional.of(FixedPoint.of(QFormat.parse(name))) : Optional.empty();
    }
}
