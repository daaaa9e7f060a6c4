namespace WisdomWave.Playground.OpenAi;

/// <summary>The scripted model's longer texts.</summary>
internal static class ScriptedTexts
{
    public const string ParagraphEnglish =
        "A wave does not carry the water along, it carries only the motion. In the same way a good conversation does not move "
        + "facts from one head to another, it moves attention: each reply lifts what the last one left, holds it to the light for "
        + "a moment and passes it on, so that after a while both sides stand in another place than where they began.";

    public const string ParagraphRussian =
        "Волна не уносит с собой воду, она переносит только движение. Так и хороший разговор не перекладывает факты из одной "
        + "головы в другую, он двигает внимание: каждая реплика поднимает то, что оставила предыдущая, на мгновение подносит к "
        + "свету и передаёт дальше, и вскоре обе стороны стоят уже не там, где начали.";

    public const string MarkdownEnglish = """
        # Markdown in one answer

        This is **bold**, this is *italic*, this is ~~struck out~~ and this is `inline code`.

        - first item
        - second item with a [link](https://example.org/docs)
          - nested item
        - [x] done

        1. one
        2. two

        > A quote: simplicity is prerequisite for reliability.

        | language | typed | year |
        | --- | :-: | ---: |
        | C# | yes | 2000 |
        | Python | no | 1991 |

        ```csharp
        var greeting = "Hello, wave!";
        Console.WriteLine(greeting);
        ```
        """;

    public const string MarkdownRussian = """
        # Markdown в одном ответе

        Вот **жирный**, вот *курсив*, вот ~~зачёркнутый~~ и `код в строке`.

        - первый пункт
        - второй пункт со [ссылкой](https://example.org/docs)
          - вложенный пункт
        - [x] сделано

        1. раз
        2. два

        > Цитата: простота — необходимое условие надёжности.

        | язык | типы | год |
        | --- | :-: | ---: |
        | C# | да | 2000 |
        | Python | нет | 1991 |

        ```csharp
        var greeting = "Привет, волна!";
        Console.WriteLine(greeting);
        ```
        """;

    public const string TableEnglish = """
        Here is a small table:

        | planet | moons | day, h |
        | --- | ---: | ---: |
        | Earth | 1 | 24 |
        | Mars | 2 | 24.6 |
        | Jupiter | 95 | 9.9 |
        """;

    public const string TableRussian = """
        Вот небольшая таблица:

        | планета | спутники | сутки, ч |
        | --- | ---: | ---: |
        | Земля | 1 | 24 |
        | Марс | 2 | 24,6 |
        | Юпитер | 95 | 9,9 |
        """;

    public const string FormulaEnglish = """
        The roots of $ax^2 + bx + c = 0$ are

        $$x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}$$

        They are real when $b^2 \ge 4ac$.
        """;

    public const string FormulaRussian = """
        Корни уравнения $ax^2 + bx + c = 0$:

        $$x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}$$

        Они вещественные, когда $b^2 \ge 4ac$.
        """;

    private const string Python = """
        ```python
        def fibonacci(n: int) -> list[int]:
            numbers = [0, 1]
            while len(numbers) < n:
                numbers.append(numbers[-1] + numbers[-2])
            return numbers[:n]


        print(fibonacci(10))
        ```
        """;

    private const string JavaScript = """
        ```javascript
        function fibonacci(n) {
          const numbers = [0, 1];
          while (numbers.length < n) {
            numbers.push(numbers.at(-1) + numbers.at(-2));
          }
          return numbers.slice(0, n);
        }

        console.log(fibonacci(10));
        ```
        """;

    private const string Sql = """
        ```sql
        SELECT name, COUNT(*) AS messages
        FROM conversations
        GROUP BY name
        ORDER BY messages DESC
        LIMIT 10;
        ```
        """;

    private const string Bash = """
        ```bash
        for file in *.log; do
          printf '%s: %s lines\n' "$file" "$(wc -l < "$file")"
        done
        ```
        """;

    private const string CSharp = """
        ```csharp
        static IEnumerable<int> Fibonacci(int count)
        {
            var (current, next) = (0, 1);
            for (var i = 0; i < count; i++)
            {
                yield return current;
                (current, next) = (next, current + next);
            }
        }

        Console.WriteLine(string.Join(", ", Fibonacci(10)));
        ```
        """;

    public static string Code(string question, bool russian)
    {
        var code = Mentions("python") || Mentions("питон") ? Python
            : Mentions("javascript") || Mentions("typescript") ? JavaScript
            : Mentions("sql") ? Sql
            : Mentions("bash") || Mentions("shell") ? Bash
            : CSharp;
        return russian
            ? $"Вот пример:\n\n{code}\n\nФункция считает по шагам и ничего не хранит сверх нужного."
            : $"Here is an example:\n\n{code}\n\nIt goes step by step and keeps nothing beyond what it needs.";

        bool Mentions(string word) => question.Contains(word, StringComparison.OrdinalIgnoreCase);
    }
}
