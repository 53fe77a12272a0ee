package org.fitact.imagefile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files of images below a folder, with their classes. A name is kept as text below the folder: there may be a million. */
final class FileList {

    private final Path folder;
    private final List<String> classes;
    private final List<String> names = new ArrayList<>();
    private int[] labels = new int[64];

    FileList(Path folder, List<String> classes) {
        this.folder = folder;
        this.classes = List.copyOf(classes);
    }

    void add(Path file, int label) {
        if (names.size() == labels.length) {
            labels = Arrays.copyOf(labels, 2 * labels.length);
        }
        labels[names.size()] = label;
        names.add(folder.relativize(file).toString());
    }

    Path folder() {
        return folder;
    }

    List<String> classes() {
        return classes;
    }

    int size() {
        return names.size();
    }

    Path file(int index) {
        return folder.resolve(names.get(index));
    }

    /** The name below the folder. */
    String name(int index) {
        return names.get(index);
    }

    int label(int index) {
        return labels[index];
    }
}
