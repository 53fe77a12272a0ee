package org.fitact.bench.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.nn.image.source.DataDownload;
import org.fitact.nn.image.source.DownloadProgress;
import org.fitact.nn.image.source.RemoteFile;

/**
 * What {@code fitact data get} does, with other addresses: those of the program's data sets are their publishers'.
 * Arguments: the data folder, then address and MD5 of each file.
 */
public final class Fetch {

    private Fetch() {}

    /** The arguments that bring files from a server. */
    static String[] arguments(Path dataDir, List<String> files, UnreliableServer server, Map<String, byte[]> served) {
        List<String> arguments = new ArrayList<>(List.of(dataDir.toString()));
        for (String file : files) {
            arguments.add(server.address(file));
            arguments.add(SampleData.md5(served.get(file)));
        }
        return arguments.toArray(String[]::new);
    }

    public static void main(String[] arguments) throws IOException {
        List<RemoteFile> remote = new ArrayList<>();
        for (int i = 1; i < arguments.length; i += 2) {
            remote.add(RemoteFile.of(arguments[i], arguments[i + 1]));
        }
        DataDownload.get(SampleData.source(remote), Path.of(arguments[0]), DownloadProgress.SILENT);
    }
}
