package org.fitact.cli;

import java.util.ArrayList;
import org.fitact.reproduce.Target;

/** The names that options take, for help and tab completion. */
final class Names {

    private Names() {}

    static final class Models extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Models() {
            super(org.fitact.nn.model.Models.names());
        }
    }

    static final class Presets extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Presets() {
            super(org.fitact.reproduce.Presets.names());
        }
    }

    static final class Targets extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Targets() {
            for (Target target : Target.values()) {
                add(target.toString());
            }
            add("all");
        }
    }

    static final class DataSets extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        DataSets() {
            super(org.fitact.nn.data.DataSets.names());
        }
    }

    static final class Schemes extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Schemes() {
            super(org.fitact.protect.Protections.names());
        }
    }
}
