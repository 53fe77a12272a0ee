package org.fitact.fault.planted;

import jdk.incubator.vector.FloatVector;
import org.fitact.cli.UserError;
import org.fitact.cuda.planted.KnowsNetworks;
import org.fitact.nn.planted.Careless;

/** Violates: no cycles, the Vector API in one package, CUDA by ServiceLoader, nothing knows the command line. */
public final class Cyclic {

    public final Careless back = null;
    public final KnowsNetworks direct = null;
    public final UserError error = null;

    public int lanes() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
