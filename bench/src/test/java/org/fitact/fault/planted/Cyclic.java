package org.fitact.fault.planted;

import jdk.incubator.vector.FloatVector;
import org.fitact.bench.ValidatedState;
import org.fitact.cli.value.UserError;
import org.fitact.cuda.planted.KnowsNetworks;
import org.fitact.fault.FaultLog;
import org.fitact.fault.FaultPattern;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.planted.Careless;
import org.fitact.tensor.backend.simd.SimdProvider;

/**
 * Violates: no cycles, the Vector API in one package, CUDA by ServiceLoader, backends through providers, nothing knows the
 * command line, nothing knows the benchmarks, faults have one door.
 */
public final class Cyclic {

    public final Careless back = null;
    public final KnowsNetworks direct = null;
    public final UserError error = null;
    public final ValidatedState benchmark = null;
    public final SimdProvider backend = null;

    public FaultLog backDoor(FaultPattern pattern, StoredNetwork memory) {
        return FaultLog.apply(pattern, memory.space(), memory);
    }

    public int lanes() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
