package org.fitact.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Network;
import org.fitact.protect.Toy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultListTest {

    @TempDir
    private Path folder;

    private FaultList list(String text) throws IOException {
        return FaultList.read(Files.writeString(folder.resolve("faults.csv"), text));
    }

    // w = np.zeros((84, 4)); index = np.ravel_multi_index((7, 2), w.shape)                       # 30: fc3.weight [in,
    // out]
    // k = np.ravel_multi_index((1, 2, 0, 5), (5, 5, 1, 6))                                        # 47: conv1.weight
    // [h, w, in, out]
    // print("trial,tensor,index,bit", *[f"0,fc3.weight,{index},31", f"0,conv1.weight,{k},3",
    // f"0,fc3.weight,{index},4"],
    //       "1,fc3.bias,3,0", sep="\\n")                                                           (NumPy 1.24)
    @Test
    void aListMadeByNumpyStrikesExactlyItsBits() throws IOException {
        FaultList list = list("trial,tensor,index,bit\n0,fc3.weight,30,31\n0,conv1.weight,47,3\n0,fc3.weight,30,4\n"
                + "1,fc3.bias,3,0\n");
        try (Network network = Toy.network(Toy.REFERENCE);
                StoredNetwork memory = StoredNetwork.of(network, new Deployment(FixedPoint.DEFAULT, true, 10))) {
            int[] before = memory.storedWords();
            int[] expected = before.clone();
            expected[memory.space().region("fc3.weight").offset() + 7 * 4 + 2] ^= 1 << 31 | 1 << 4;
            expected[memory.space().region("conv1.weight").offset() + (1 * 5 + 2) * 6 + 5] ^= 1 << 3;
            try (AppliedFaults faults = memory.strike(list.trial(memory.space(), "none", 1e-6, 0))) {
                assertEquals(3, faults.changedBits());
                assertArrayEquals(expected, memory.storedWords());
            }
            assertArrayEquals(before, memory.storedWords());
            assertEquals(1, list.trial(memory.space(), "none", 1e-6, 1).bits());
            assertEquals(0, list.trial(memory.space(), "none", 1e-6, 2).bits());
        }
        assertEquals(2, list.trials());
        assertEquals(List.of(), list.rates());
    }

    @Test
    void schemesRatesAndOperationsAreThoseOfTheLine() throws IOException {
        FaultList list = list("bit,index,tensor,trial,scheme,rate,operation,note\n"
                + "2,0,w,0,none,1e-6,set,x\n3,1,w,0,fitact,1e-6,set,y\n4,1,w,1,none,1e-5,set,z\n");
        FaultSpace space = FaultSpace.builder(FixedPoint.DEFAULT)
                .add("l", "w", ParameterKind.WEIGHT, 2)
                .build();
        assertEquals(List.of(1e-6, 1e-5), list.rates());
        FaultPattern none = list.trial(space, "none", 1e-6, 0);
        assertEquals(FaultOperation.SET, none.operation());
        assertArrayEquals(new int[] {0}, none.addresses());
        assertArrayEquals(new int[] {1}, list.trial(space, "fitact", 1e-6, 0).addresses());
        assertEquals(0, list.trial(space, "none", 1e-5, 0).bits());
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> list("trial,tensor,index,bit\n0,w,2,0\n").requireIn(space, "none"));
        assertTrue(thrown.getMessage().endsWith("line 2: index 2, bit 0 of w, which has 2 words of 32 bits"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trial,tensor,index | line 1, header",
                "trial,tensor,index,bit | line 2, line",
                "trial,tensor,index,bit;0,w,1 | line 2, line",
                "trial,tensor,index,bit;0,w,-1,3 | line 2, index",
                "trial,tensor,index,bit;0,w,1,32 | line 2, bit",
                "trial,tensor,index,bit;99999999,w,1,3 | line 2, trial",
                "trial,tensor,index,bit,rate;0,w,1,3,2 | line 2, rate",
                "trial,tensor,index,bit,operation;0,w,1,3,burn | line 2, operation",
                "trial,tensor,index,bit,operation;0,w,1,3,set;0,w,2,3,flip | line 3, operation"
            })
    void refusesWhatIsNoListByItsLine(String text, String field) {
        var thrown = assertThrows(InvalidFileException.class, () -> list(text.replace(';', '\n')));
        assertEquals(field, thrown.field());
    }
}
