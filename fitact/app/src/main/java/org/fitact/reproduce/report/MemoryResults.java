package org.fitact.reproduce.report;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fitact.nn.json.JsonReader;
import org.fitact.protect.Protections;
import org.fitact.reproduce.MemoryPreset;
import org.fitact.reproduce.MemoryStudy;
import org.fitact.reproduce.MemoryStudy.FaultFree;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;

/**
 * A network in each format under each code.
 *
 * @param formats those that were run
 */
public record MemoryResults(String network, List<InFormat> formats) {

    /** A scheme holds where the low end of its interval is no further below the fault-free network. */
    static final double WITHIN = 0.01;

    /**
     * One format.
     *
     * @param faultFree of each scheme, on the images of the trials
     */
    public record InFormat(String format, Map<String, FaultFree> faultFree, StudyResults results) {

        /**
         * The highest rate up to which, and at all below, the low end of a scheme's interval is within a point of an accuracy.
         *
         * @param reference of the unprotected network without faults
         */
        OptionalDouble holdsTo(SchemeResult scheme, double reference) {
            double highest = 0;
            for (PointResult point : scheme.points()) {
                if (!point.ci95().known() || point.ci95().low() < reference - WITHIN) {
                    break;
                }
                highest = point.rate();
            }
            return highest > 0 ? OptionalDouble.of(highest) : OptionalDouble.empty();
        }
    }

    /** Accuracy of the unprotected network without faults in the first format. */
    double reference() {
        return formats.getFirst().faultFree().get(Protections.baseline().name()).accuracy();
    }

    /** Bytes of the unprotected network in the first format. */
    long bytes() {
        return formats.getFirst().faultFree().get(Protections.baseline().name()).bytes();
    }

    /** Reads what lies in the folder of a reproduction; without formats if there is nothing. */
    static MemoryResults read(ReproductionFolder folder, String network) throws IOException {
        List<InFormat> formats = new ArrayList<>();
        for (MemoryPreset.Case one : MemoryPreset.read().formats()) {
            StudyFolder study = folder.memory(network, one);
            if (Files.exists(MemoryStudy.faultFree(study))) {
                String text = Files.readString(MemoryStudy.faultFree(study), StandardCharsets.UTF_8);
                Map<String, FaultFree> faultFree = new JsonReader(
                                MemoryStudy.faultFree(study).toString(), "")
                        .read(text, new TypeReference<Map<String, FaultFree>>() {});
                formats.add(new InFormat(
                        one.format(), faultFree, StudyRecord.read(study).results()));
            }
        }
        return new MemoryResults(network, formats);
    }
}
