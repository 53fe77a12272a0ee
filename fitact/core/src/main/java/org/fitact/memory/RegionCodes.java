package org.fitact.memory;

import org.fitact.fault.Region;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;

/** Which code guards the words of which region. */
@FunctionalInterface
public interface RegionCodes {

    /** None guards any. */
    RegionCodes NONE = _ -> NoCode.NONE;

    /** @param region without a code yet */
    MemoryCode of(Region region);
}
