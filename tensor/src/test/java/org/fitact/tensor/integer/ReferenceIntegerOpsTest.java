package org.fitact.tensor.integer;

class ReferenceIntegerOpsTest extends IntegerOpsContract {

    @Override
    protected IntegerOps ops() {
        return new ReferenceIntegerOps();
    }
}
