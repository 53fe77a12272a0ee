package org.fitact.cuda.driver;

/** An address on the device, as an argument of a kernel. */
public record DevicePointer(long address) {

    public static final DevicePointer NULL = new DevicePointer(0);

    /** The address {@code elements} four-byte elements further on. */
    public DevicePointer plus(long elements) {
        return new DevicePointer(address + elements * Integer.BYTES);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(address);
    }
}
