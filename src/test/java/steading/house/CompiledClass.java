package steading.house;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A class as compiled: its name and the names of all classes it mentions. */
record CompiledClass(String name, Set<String> mentions) {
  /** Descriptors, generic signatures and annotations name classes in this form. */
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+)[;<]");

  static CompiledClass parse(byte[] bytes) {
    ClassModel model = ClassFile.of().parse(bytes);
    Set<String> mentions = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      mentions.addAll(mentionedBy(entry));
    }
    return new CompiledClass(dotted(model.thisClass().asInternalName()), mentions);
  }

  static List<CompiledClass> under(Path directory) throws IOException {
    List<CompiledClass> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        classes.add(parse(Files.readAllBytes(file)));
      }
    }
    return classes;
  }

  private static List<String> mentionedBy(PoolEntry entry) {
    return switch (entry) {
      case ClassEntry type when !type.asInternalName().startsWith("[") ->
          List.of(dotted(type.asInternalName()));
      case Utf8Entry text ->
          IN_DESCRIPTOR
              .matcher(text.stringValue())
              .results()
              .map(match -> dotted(match.group(1)))
              .toList();
      default -> List.of();
    };
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }
}
