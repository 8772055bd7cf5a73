<?php
/** One line of a crontab: when it is due, and its command. */
final class Entry
{
    private const MACROS = [
        '@yearly' => '0 0 1 1 *', '@annually' => '0 0 1 1 *', '@monthly' => '0 0 1 * *',
        '@weekly' => '0 0 * * 0', '@daily' => '0 0 * * *', '@midnight' => '0 0 * * *', '@hourly' => '0 * * * *',
    ];
    private const FIELDS = [
        ['minute', 0, 59, []],
        ['hour', 0, 23, []],
        ['day of the month', 1, 31, []],
        ['month', 1, 12, ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']],
        ['day of the week', 0, 7, ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']],
    ];

    /** @param array<int, array<int, true>> $due */
    private function __construct(
        public readonly int $line,
        public readonly string $text,
        public readonly string $command,
        private readonly array $due,
        private readonly bool $anyDay,
        private readonly bool $anyWeekday,
    ) {}

    /** @throws InvalidArgumentException that says what is wrong */
    public static function parse(int $line, string $text): self
    {
        $macro = preg_match('/^(@\w+)\s+(.+)$/', $text, $m) ? (self::MACROS[strtolower($m[1])] ?? null) : null;
        if ($text[0] === '@' && $macro === null) {
            throw new InvalidArgumentException('this word is not known; there are ' . implode(', ', array_keys(self::MACROS)));
        }
        $parts = $macro === null ? preg_split('/\s+/', $text, 6) : [...explode(' ', $macro), $m[2]];
        if (count($parts) < 6) {
            throw new InvalidArgumentException('five fields (minute hour day month weekday) and a command belong here');
        }
        $due = [];
        foreach (self::FIELDS as $i => [$name, $low, $high, $names]) {
            $due[] = self::field($parts[$i], $name, $low, $high, $names);
        }
        if (isset($due[4][7])) {
            $due[4][0] = true;
        }
        return new self($line, $text, str_replace('\%', '%', $parts[5]), $due, $parts[2][0] === '*', $parts[4][0] === '*');
    }

    /** @return array<int, true> */
    private static function field(string $text, string $name, int $low, int $high, array $names): array
    {
        $values = [];
        foreach (explode(',', strtolower($text)) as $part) {
            if (!preg_match('~^(?:\*|(\w+)(?:-(\w+))?)(?:/(\d+))?$~', $part, $m, PREG_UNMATCHED_AS_NULL)) {
                throw new InvalidArgumentException("\"$part\" is no $name");
            }
            $first = $m[1] === null ? $low : self::number($m[1], $name, $low, $high, $names);
            $last = match (true) {
                $m[1] === null => $high,
                $m[2] !== null => self::number($m[2], $name, $low, $high, $names),
                ($m[3] ?? null) !== null => $high,
                default => $first,
            };
            $step = (int) ($m[3] ?? 1);
            if ($step < 1 || $first > $last) {
                throw new InvalidArgumentException("\"$part\" is no $name that ever comes");
            }
            for ($i = $first; $i <= $last; $i += $step) {
                $values[$i] = true;
            }
        }
        return $values;
    }

    private static function number(string $word, string $name, int $low, int $high, array $names): int
    {
        $at = array_search($word, $names, true);
        $number = $at !== false ? $at + ($low === 1 ? 1 : 0) : (ctype_digit($word) ? (int) $word : -1);
        if ($number < $low || $number > $high) {
            throw new InvalidArgumentException("\"$word\" is no $name ($low to $high)");
        }
        return $number;
    }

    public function dueAt(DateTimeImmutable $moment): bool
    {
        [$minute, $hour, $day, $month, $weekday] = array_map(intval(...), explode(' ', $moment->format('i G j n w')));
        $onDay = isset($this->due[2][$day]);
        $onWeekday = isset($this->due[4][$weekday]);
        // As in every cron: with both days given, either will do.
        $onDate = $this->anyDay || $this->anyWeekday ? $onDay && $onWeekday : $onDay || $onWeekday;
        return $onDate && isset($this->due[0][$minute], $this->due[1][$hour], $this->due[3][$month]);
    }
}

/** The owner's crontab: its lines, its variables, and what cannot be understood. */
final class Crontab
{
    /** @var list<Entry> */
    public array $entries = [];
    /** @var array<string, string> */
    public array $variables = [];
    /** @var list<string> */
    public array $problems = [];

    public static function read(string $file): self
    {
        $tab = new self();
        $text = is_file($file) ? @file_get_contents($file) : '';
        if ($text === false) {
            $tab->problems[] = "$file cannot be read";
            return $tab;
        }
        foreach (preg_split('/\R/', $text) as $i => $line) {
            $tab->add($i + 1, trim($line), $file);
        }
        return $tab;
    }

    private function add(int $number, string $line, string $file): void
    {
        if ($line === '' || $line[0] === '#') {
            return;
        }
        if (preg_match('/^([A-Za-z_]\w*)\s*=\s*(.*)$/', $line, $m)) {
            $this->variables[$m[1]] = trim($m[2], '"\'');
            return;
        }
        try {
            $this->entries[] = Entry::parse($number, $line);
        } catch (InvalidArgumentException $e) {
            $this->problems[] = "$file:$number: " . $e->getMessage();
        }
    }
}
