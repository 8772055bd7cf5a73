package steading.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A Java source file and what the rules need to know of its syntax. */
record SourceFile(
    String path,
    List<String> lines,
    List<Method> methods,
    List<String> selections,
    List<String> created,
    List<String> texts) {

  /**
   * A method and the number of lines from its opening brace to its closing one. A text block counts
   * as one line: it is data, and shortening it would help nobody.
   */
  record Method(String name, int lines) {}

  static SourceFile parse(String path, String text) throws IOException {
    return parse(List.of(new Text(path, text))).getFirst();
  }

  static List<SourceFile> under(Path root) throws IOException {
    List<Text> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        texts.add(new Text(file.toString(), Files.readString(file)));
      }
    }
    return parse(texts);
  }

  /** All in one task: starting the compiler takes longer than parsing a file. */
  private static List<SourceFile> parse(List<Text> texts) throws IOException {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, texts);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    Map<URI, Text> byUri = texts.stream().collect(Collectors.toMap(Text::toUri, text -> text));
    List<SourceFile> sources = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      Collector collector = new Collector(positions);
      collector.scan(unit, unit);
      sources.add(collector.collected(byUri.get(unit.getSourceFile().toUri())));
    }
    return sources;
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String path;
    private final String content;

    Text(String path, String content) {
      super(Path.of(path).toUri(), Kind.SOURCE);
      this.path = path;
      this.content = content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return content;
    }
  }

  private static final class Collector extends TreeScanner<@Nullable Void, CompilationUnitTree> {
    private final SourcePositions positions;
    private final List<Method> methods = new ArrayList<>();
    private final List<String> selections = new ArrayList<>();
    private final List<String> created = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int textBlockLines;

    Collector(SourcePositions positions) {
      this.positions = positions;
    }

    SourceFile collected(Text text) {
      List<String> lines = text.content.lines().toList();
      return new SourceFile(text.path, lines, methods, selections, created, texts);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, CompilationUnitTree unit) {
      int before = textBlockLines;
      super.visitMethod(method, unit);
      if (method.getBody() != null) {
        int lines = 1 + linesFolded(method.getBody(), unit) - (textBlockLines - before);
        methods.add(new Method(method.getName().toString(), lines));
      }
      return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree select, CompilationUnitTree unit) {
      selections.add(select.toString());
      return super.visitMemberSelect(select, unit);
    }

    @Override
    public @Nullable Void visitMemberReference(
        MemberReferenceTree reference, CompilationUnitTree unit) {
      selections.add(reference.getQualifierExpression() + "." + reference.getName());
      return super.visitMemberReference(reference, unit);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree created, CompilationUnitTree unit) {
      this.created.add(created.getIdentifier().toString());
      return super.visitNewClass(created, unit);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree literal, CompilationUnitTree unit) {
      if (literal.getValue() instanceof String text) {
        texts.add(text);
        textBlockLines += linesFolded(literal, unit);
      }
      return super.visitLiteral(literal, unit);
    }

    /** By how many lines the file would shrink if this part of it stood in one. */
    private int linesFolded(Tree tree, CompilationUnitTree unit) {
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, tree));
      long last = lines.getLineNumber(positions.getEndPosition(unit, tree));
      return Math.toIntExact(last - first);
    }
  }
}
