package org.fitact.study;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.nn.AtomicFile;
import org.fitact.results.TrialTable;

/** Writes what trials struck, as {@link org.fitact.fault.FaultList} reads it. */
final class FaultListFile {

    private FaultListFile() {}

    /** All finished trials, by scheme, rate and number; a line for every bit. */
    static void write(Path file, List<CampaignScheme> schemes, CampaignSettings settings, TrialTable trials)
            throws IOException {
        AtomicFile.write(file, out -> {
            BufferedWriter writer = new BufferedWriter(Channels.newWriter(out, StandardCharsets.UTF_8));
            writer.write("scheme,rate,trial,tensor,index,bit,operation\n");
            for (CampaignScheme scheme : schemes) {
                for (int r = 0; r < settings.rates().size(); r++) {
                    double rate = settings.rates().get(r);
                    for (int trial : trials.outcomes(scheme.name(), rate).keySet()) {
                        String place = scheme.name() + "," + rate + "," + trial + ",";
                        write(writer, place, scheme.samplers().get(r).trial(trial), scheme.space());
                    }
                }
            }
            writer.flush();
        });
    }

    private static void write(BufferedWriter writer, String place, FaultPattern pattern, FaultSpace space)
            throws IOException {
        String operation = pattern.operation().name().toLowerCase(Locale.ROOT);
        for (int i = 0; i < pattern.size(); i++) {
            Region region = space.regionAt(pattern.address(i));
            int index = pattern.address(i) - region.offset();
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                if ((pattern.mask(i) >>> bit & 1) == 1) {
                    writer.write(place + region.name() + "," + index + "," + bit + "," + operation + "\n");
                }
            }
        }
    }
}
