using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.OpenAi;

/// <summary>
/// Derives an answer from the prompt only, so that it is always the same, in the language of the question. That is enough to see whether
/// the bot sends the history, renders Markdown and streams.
/// </summary>
internal static partial class ScriptedModel
{
    public const string Refusal = "I'm sorry, but I can't help with that.";

    private const int LongestAnswer = 200;

    public static string Answer(IReadOnlyList<PromptMessage> prompt)
    {
        var question = prompt.LastOrDefault(message => message.Role == "user") ?? new PromptMessage("user", "");
        var last = prompt.ToList().LastIndexOf(question);
        var earlier = prompt.Take(Math.Max(0, last)).Where(message => message.Role is "user" or "assistant").ToList();
        var about = new Question(question.Text.Trim(), question.Images, earlier, prompt.FirstOrDefault(message => message.Role is "system" or "developer")?.Text);
        return AboutName(about) ?? AboutConversation(about) ?? AboutSystem(about) ?? Showcase(about) ?? Small(about) ?? Otherwise(about);
    }

    public static bool IsRussian(string text) => text.AsSpan().ContainsAnyInRange('\u0400', '\u04FF');

    private static string? AboutName(Question about)
    {
        if (AsksName().IsMatch(about.Text))
        {
            var name = about.Earlier.Where(message => message.Role == "user").Reverse()
                .Select(message => TellsName().Match(message.Text)).FirstOrDefault(match => match.Success)?.Groups["name"].Value;
            return name is null
                ? about.Say("You have not told me your name yet.", "Вы ещё не говорили, как вас зовут.")
                : about.Say($"Your name is **{name}**.", $"Вас зовут **{name}**.");
        }

        return TellsName().Match(about.Text) is { Success: true } told
            ? about.Say(
                $"Nice to meet you, {told.Groups["name"].Value}! I will remember your name as long as our conversation lasts.",
                $"Приятно познакомиться, {told.Groups["name"].Value}! Буду помнить ваше имя, пока длится наш разговор.")
            : null;
    }

    private static string? AboutConversation(Question about)
    {
        if (AsksFirst().IsMatch(about.Text))
        {
            var first = about.Earlier.FirstOrDefault(message => message.Role == "user");
            return first is null
                ? about.Say("This is your first question.", "Это ваш первый вопрос.")
                : about.Say($"Your first question was: “{Short(first.Text)}”", $"Ваш первый вопрос был: «{Short(first.Text)}»");
        }

        if (!AsksCount().IsMatch(about.Text))
            return null;
        var yours = about.Earlier.Count(message => message.Role == "user");
        return about.Say(
            $"I see {about.Earlier.Count} earlier messages: {yours} from you and {about.Earlier.Count - yours} from me.",
            $"Я вижу предыдущих сообщений: {about.Earlier.Count}. Ваших — {yours}, моих — {about.Earlier.Count - yours}.");
    }

    private static string? AboutSystem(Question about) => !AsksSystem().IsMatch(about.Text) ? null
        : about.System is null
            ? about.Say("I was given no instructions.", "Инструкций мне не дали.")
            : about.Say($"My instructions begin: “{Short(about.System)}”", $"Мои инструкции начинаются так: «{Short(about.System)}»");

    private static string? Showcase(Question about)
    {
        if (AsksMarkdown().IsMatch(about.Text))
            return about.Say(ScriptedTexts.MarkdownEnglish, ScriptedTexts.MarkdownRussian);
        if (AsksLong().Match(about.Text) is { Success: true } asked && int.TryParse(asked.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return Long(about, Math.Clamp(count, 1, LongestAnswer));
        if (AsksTable().IsMatch(about.Text))
            return about.Say(ScriptedTexts.TableEnglish, ScriptedTexts.TableRussian);
        if (AsksFormula().IsMatch(about.Text))
            return about.Say(ScriptedTexts.FormulaEnglish, ScriptedTexts.FormulaRussian);
        return AsksCode().IsMatch(about.Text) ? ScriptedTexts.Code(about.Text, about.Russian) : null;
    }

    private static string? Small(Question about)
    {
        if (about.Images > 0)
            return about.Say(
                $"I see {about.Images} image(s) with your message. A real model would describe what is on them.",
                $"Вижу изображений: {about.Images}. Настоящая модель рассказала бы, что на них.");
        if (Sum().Match(about.Text) is { Success: true } sum && Calculate(sum) is { } result)
            return $"{sum.Value.Trim()} = **{result.ToString("0.####", CultureInfo.InvariantCulture)}**";
        if (Greets().IsMatch(about.Text))
            return about.Say(
                "Hello! I am the model of the playground. Ask me something, tell me your name, or say “show markdown”.",
                "Привет! Я модель песочницы. Спросите что-нибудь, скажите, как вас зовут, или попросите «покажи markdown».");
        return null;
    }

    private static string Otherwise(Question about) => about.Say(
        $"You wrote: “{Short(about.Text)}”\n\nI am the scripted model of the playground, so I know little, but I do follow our conversation: "
        + $"I see **{about.Earlier.Count}** earlier messages. Try `show markdown`, `write code in Python` or `long 5`.",
        $"Вы написали: «{Short(about.Text)}»\n\nЯ — модель песочницы и отвечаю по сценарию, поэтому знаю мало, но слежу за разговором: "
        + $"вижу предыдущих сообщений — **{about.Earlier.Count}**. Попробуйте `покажи markdown`, `напиши код на Python` или `длинно 5`.");

    private static string Long(Question about, int paragraphs)
    {
        var text = new StringBuilder();
        for (var i = 1; i <= paragraphs; i++)
        {
            text.Append(i > 1 ? "\n\n" : "").Append(about.Say($"**Paragraph {i} of {paragraphs}.** ", $"**Абзац {i} из {paragraphs}.** "))
                .Append(about.Russian ? ScriptedTexts.ParagraphRussian : ScriptedTexts.ParagraphEnglish);
        }

        return text.ToString();
    }

    private static double? Calculate(Match sum)
    {
        var left = double.Parse(sum.Groups["left"].Value, CultureInfo.InvariantCulture);
        var right = double.Parse(sum.Groups["right"].Value, CultureInfo.InvariantCulture);
        return sum.Groups["sign"].Value switch
        {
            "+" => left + right,
            "-" or "−" => left - right,
            "*" or "×" => left * right,
            _ => right == 0 ? null : left / right,
        };
    }

    private static string Short(string text)
    {
        const int limit = 200;
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= limit)
            return line;
        var end = char.IsHighSurrogate(line[limit - 1]) ? limit - 1 : limit;
        return line[..end] + "…";
    }

    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\b(what(['’]s| is) my name|do you (know|remember) my name|как меня зовут|помнишь,? как меня|мо[её] имя)\b", Loose)]
    private static partial Regex AsksName();

    [GeneratedRegex(@"\b(my name is|i am called|call me|меня зовут|зови меня)\s+(?<name>\p{L}[\p{L}'’-]*)", Loose)]
    private static partial Regex TellsName();

    [GeneratedRegex(@"\bfirst (question|message)|перв(ый|ое|ым) (мой |моё )?(вопрос|сообщение)", Loose)]
    private static partial Regex AsksFirst();

    [GeneratedRegex(@"how many (earlier |previous )?(messages|turns)|сколько.{0,30}(сообщени|реплик)", Loose)]
    private static partial Regex AsksCount();

    [GeneratedRegex(@"\b(system prompt|your instructions)|системн\w+ (промпт|сообщени)|тво\w+ инструкци", Loose)]
    private static partial Regex AsksSystem();

    [GeneratedRegex(@"\b(show|demo) (me )?markdown|покажи (markdown|маркдаун|разметку)", Loose)]
    private static partial Regex AsksMarkdown();

    [GeneratedRegex(@"\b(long|длинно|длинный|длинный ответ)\s+(?<count>\d{1,4})\b", Loose)]
    private static partial Regex AsksLong();

    [GeneratedRegex(@"\btable\b|таблиц", Loose)]
    private static partial Regex AsksTable();

    [GeneratedRegex(@"\b(formula|latex|equation)|формул|уравнени", Loose)]
    private static partial Regex AsksFormula();

    [GeneratedRegex(@"\b(code|function|script|program|python|javascript|typescript|sql|rust|bash)\b|\bc#|\bc\+\+|\b(код|кода|функци\w|скрипт\w?|программ\w)\b", Loose)]
    private static partial Regex AsksCode();

    [GeneratedRegex(@"^\W*(hi|hello|hey|good (morning|evening|day)|привет|здравствуй(те)?|добрый (день|вечер)|доброе утро)\b", Loose)]
    private static partial Regex Greets();

    [GeneratedRegex(@"(?<![\w.])(?<left>\d{1,12}(\.\d{1,6})?)\s*(?<sign>[-+*/×÷−])\s*(?<right>\d{1,12}(\.\d{1,6})?)(?![\w.]*\d)", Loose)]
    private static partial Regex Sum();

    private sealed record Question(string Text, int Images, IReadOnlyList<PromptMessage> Earlier, string? System)
    {
        public bool Russian { get; } = IsRussian(Text);

        public string Say(string english, string russian) => Russian ? russian : english;
    }
}
