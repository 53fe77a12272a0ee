package org.fitact.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.image.source.DataSource;
import org.fitact.nn.image.source.RemoteFile;

/** The first of the embedded images, 1,200 and 400: studies that are run again and again by tests spend their time on images. */
public final class FewImages implements DataSource {

    static final String NAME = "fashion-mnist-few";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "for tests";
    }

    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public List<String> folders() {
        return List.of();
    }

    @Override
    public List<RemoteFile> remoteFiles() {
        return List.of();
    }

    @Override
    public DataSet read(Path unused) throws IOException {
        DataSet all = DataSets.open("fashion-mnist-small", unused);
        return new DataSet(NAME, all.train().first(1200), all.test().first(400));
    }
}
