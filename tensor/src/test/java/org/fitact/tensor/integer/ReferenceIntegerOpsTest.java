package org.fitact.tensor.integer;

class ReferenceIntegerOpsTest extends IntegerOpsContract {

    @Override
    IntegerOps ops() {
        return new ReferenceIntegerOps();
    }
}
