package org.fitact.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A standard stream of this process, and the one place through which text reaches it: as {@link PrintableText} in the
 * terminal's character set. It remembers that it could not be written, which a {@link PrintStream} keeps to itself.
 */
public final class Terminal {

    /** Of standard error, before it takes this way. */
    private static final Charset ERR = System.err.charset();

    private final OutputStream file;
    private final Charset charset;
    private final PrintableText text;
    private IOException failure;

    /** @param charset of what reads the stream */
    Terminal(OutputStream file, Charset charset) {
        this.file = file;
        this.charset = charset;
        this.text = new PrintableText(charset);
    }

    /** Standard output, which from now on takes this way whoever prints to it. */
    public static Terminal out() {
        Terminal terminal = new Terminal(new FileOutputStream(FileDescriptor.out), System.out.charset());
        System.setOut(terminal.stream());
        return terminal;
    }

    /** Standard error, likewise. */
    public static Terminal err() {
        Terminal terminal = new Terminal(new FileOutputStream(FileDescriptor.err), ERR);
        System.setErr(terminal.stream());
        return terminal;
    }

    /** The character set of standard error. */
    static Charset errCharset() {
        return ERR;
    }

    /** Prints to it, whatever characters it has. */
    PrintStream stream() {
        return new PrintStream(new Decoded(), true, StandardCharsets.UTF_8);
    }

    /** Why not all could be written. */
    public synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    private synchronized void print(CharSequence characters) throws IOException {
        try {
            file.write(text.of(characters.toString()).getBytes(charset));
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Takes UTF-8, in which nothing is lost on the way to here; a character may come in two pieces. */
    private final class Decoded extends OutputStream {

        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] begun = {};

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer in = ByteBuffer.allocate(begun.length + length)
                    .put(begun)
                    .put(bytes, offset, length)
                    .flip();
            CharBuffer characters = CharBuffer.allocate(in.remaining());
            decoder.reset().decode(in, characters, false);
            begun = new byte[in.remaining()];
            in.get(begun);
            print(characters.flip());
        }
    }
}
