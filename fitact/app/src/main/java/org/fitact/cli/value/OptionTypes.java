package org.fitact.cli.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.fitact.campaign.Shard;
import org.fitact.fault.BitSelector;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FaultKinds;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.nn.train.Recipe;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.transients.TransientFaults;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How values of the program's own types are read from a command line, so that a bad one is misuse of its option. */
public final class OptionTypes {

    private OptionTypes() {}

    /** For a command and all below it. */
    public static void register(CommandLine commandLine) {
        register(commandLine, TensorFormat.class, NumberFormats::parse);
        register(commandLine, NumberFormat.class, TransientFaults::format);
        register(commandLine, QFormat.class, QFormat::parse);
        register(commandLine, BitSelector.class, BitSelector::parse);
        register(commandLine, FaultKind.class, FaultKinds::named);
        register(commandLine, MemoryCode.class, MemoryCodes::parse);
        register(commandLine, Protection.class, Protections::deployed);
        register(commandLine, ImageSize.class, ImageSize::parse);
        register(commandLine, Shard.class, Shard::parse);
        register(commandLine, Recipe.Decay.class, OptionTypes::schedule);
        register(commandLine, Path.class, OptionTypes::path);
    }

    private static <T> void register(CommandLine commandLine, Class<T> type, Function<String, T> reader) {
        commandLine.registerConverter(type, text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    private static Recipe.Decay schedule(String text) {
        return Recipe.Decay.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty, expected a file or folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' cannot be the name of a file: " + e.getReason(), e);
        }
    }
}
