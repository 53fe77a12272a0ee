package org.fitact.fashion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.image.source.DataSource;
import org.fitact.nn.image.source.FashionMnist;
import org.fitact.nn.image.source.IdxReader;
import org.fitact.nn.image.source.RemoteFile;

/**
 * The part of Fashion-MNIST that comes with the program: of each class the first 600 training and the first 200 test
 * images, in the order of the official files. Its licence (MIT) lies beside the resources.
 */
public final class FashionMnistSmall implements DataSource {

    static final int TRAIN_PER_CLASS = 600;
    static final int TEST_PER_CLASS = 200;

    @Override
    public String name() {
        return "fashion-mnist-small";
    }

    @Override
    public String summary() {
        return "6,000 + 2,000 images of Fashion-MNIST, part of the program";
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
        return FashionMnist.read(name(), FashionMnistSmall::reader);
    }

    private static IdxReader reader(String resource) {
        return new IdxReader(resource, () -> {
            InputStream in = FashionMnistSmall.class.getResourceAsStream(resource);
            if (in == null) {
                throw new InvalidFileException(resource, "resource", "missing", "a part of the program");
            }
            return in;
        });
    }
}
