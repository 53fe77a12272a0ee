package org.fitact.cli.value;

import java.util.ArrayList;
import org.fitact.reproduce.Target;

/** The names that options take, for help and tab completion. */
public final class Names {

    private Names() {}

    public static final class Models extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public Models() {
            super(org.fitact.nn.model.Models.names());
        }
    }

    public static final class Presets extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public Presets() {
            super(org.fitact.reproduce.Presets.names());
        }
    }

    public static final class Targets extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public Targets() {
            for (Target target : Target.values()) {
                add(target.toString());
            }
            add("all");
        }
    }

    public static final class DataSets extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public DataSets() {
            super(org.fitact.nn.image.source.DataSets.names());
        }
    }

    /** Data sets, and the forms of a user's own images. */
    public static final class Data extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public Data() {
            super(org.fitact.nn.image.source.DataSets.names());
            addAll(org.fitact.nn.image.source.DataFormats.usages());
        }
    }

    public static final class Schemes extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public Schemes() {
            super(org.fitact.protect.Protections.names());
        }
    }

    public static final class FaultKinds extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        public FaultKinds() {
            super(org.fitact.fault.kind.FaultKinds.names());
        }
    }
}
