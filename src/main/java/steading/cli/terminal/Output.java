package steading.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A print stream that remembers why it could not print, which the JDK's forgets. */
final class Output extends PrintStream {
  private static final int BUFFER = 1 << 13;
  private static final String READER_GONE = "Broken pipe";

  private final Sink sink;

  Output(FileDescriptor descriptor) {
    this(new Sink(new FileOutputStream(descriptor)));
  }

  private Output(Sink sink) {
    super(new BufferedOutputStream(sink, BUFFER), false, StandardCharsets.UTF_8);
    this.sink = sink;
  }

  /** Null when all is well, or when the reader has had enough, as {@code | head} does. */
  @Nullable String failure() {
    return READER_GONE.equals(sink.failure) ? null : sink.failure;
  }

  private static final class Sink extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable String failure;

    Sink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
        throw e;
      }
    }
  }
}
