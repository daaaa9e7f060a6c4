using System.Text;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models.Reasoning;

/// <summary>Separates <c>&lt;think&gt;…&lt;/think&gt;</c> from streamed text, and removes everything before the first visible character.</summary>
/// <remarks>
/// A tag at the start of an answer begins the model's reasoning; if it is never closed, the whole rest is reasoning. A later tag may be
/// part of the answer, so it counts only if it is closed and outside code. A closing tag alone means that the server removed the opening
/// one.
/// </remarks>
internal sealed class ReasoningSplitter
{
    private static readonly string[] Names = ["think", "thinking", "thought", "reasoning"];
    private static readonly string[] Openings = [.. Names.Select(name => $"<{name}>")];
    private static readonly string[] Closings = [.. Names.Select(name => $"</{name}>")];

    /// <summary>How much text after an opening tag in the middle of an answer is held back while its closing tag is missing.</summary>
    private const int MaxHeldBack = 16 * 1024;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly CodeSpans _code = new();
    private string _pending = "";
    private string? _closing;
    private bool _hasText;
    private bool _hasReasoning;

    /// <summary>Adds the model's next piece of text.</summary>
    /// <returns>The parts that are now known to be answer or reasoning.</returns>
    public Split Add(string text)
    {
        // The usual case: the answer has begun or begins here, and nothing in the piece can be a tag.
        if (_closing is null && _pending.Length == 0 && !text.Contains('<', StringComparison.Ordinal) && (_hasText || VisibleText.IndexIn(text) == 0))
        {
            _hasText = true;
            _code.Add(text);
            return new Split(text, "", false);
        }

        _pending = _pending.Length == 0 ? text : _pending + text;
        var wasReasoning = false;
        while (_pending.Length > 0 && Step(ref wasReasoning))
        {
        }

        return TakeSplit(wasReasoning);
    }

    /// <summary>Ends the text and decides about the part that was held back.</summary>
    public Split End()
    {
        // An opening tag that was never closed: reasoning at the start of an answer, text later.
        if (_closing is not null)
            AddReasoning(_pending);
        else if (_hasText || VisibleText.IsIn(_pending))
            AddText(_pending);
        _pending = "";
        return TakeSplit(false);
    }

    private bool Step(ref bool wasReasoning)
    {
        if (_closing is not null)
            return StepInReasoning();
        if (!_hasText)
            return StepAtStart();

        var tag = _pending.IndexOf('<', StringComparison.Ordinal);
        if (tag != 0)
        {
            AddText(tag < 0 ? _pending : _pending[..tag]);
            _pending = tag < 0 ? "" : _pending[tag..];
            return true;
        }

        if (_code.IsOpen)
        {
            AddText("<");
            _pending = _pending[1..];
            return true;
        }

        if (Find(Openings[..2]) is { } opening)
            return StepIntoMiddle(opening);
        if (!_hasReasoning && Find(Closings) is { } closing)
        {
            // All text so far was reasoning.
            wasReasoning = true;
            AddReasoning(_text.ToString());
            _text.Clear();
            _hasText = false;
            _pending = _pending[closing.Length..];
            return true;
        }

        if (MayBecome(Openings[..2]) || (!_hasReasoning && MayBecome(Closings)))
            return false;
        AddText("<");
        _pending = _pending[1..];
        return true;
    }

    private bool StepInReasoning()
    {
        var end = _pending.IndexOf(_closing!, StringComparison.OrdinalIgnoreCase);
        if (end >= 0)
        {
            AddReasoning(_pending[..end]);
            _pending = _pending[(end + _closing!.Length)..];
            _closing = null;
            return true;
        }

        var last = _pending.LastIndexOf('<');
        var safe = last >= 0 && _closing!.StartsWith(_pending[last..], StringComparison.OrdinalIgnoreCase) ? last : _pending.Length;
        AddReasoning(_pending[..safe]);
        _pending = _pending[safe..];
        return false;
    }

    private bool StepAtStart()
    {
        var start = VisibleText.IndexIn(_pending);
        if (start < 0)
            return false;

        var blank = _pending[..start];
        _pending = _pending[start..];
        if (Find(Openings) is { } opening)
        {
            _pending = _pending[opening.Length..];
            _closing = $"</{opening[1..]}";
            _hasReasoning = true;
            return true;
        }

        // Models whose reasoning is disabled send a closing tag without reasoning.
        if (Find(Closings) is { } closing)
        {
            _pending = _pending[closing.Length..];
            return true;
        }

        if (MayBecome(Openings) || MayBecome(Closings))
        {
            _pending = blank + _pending;
            return false;
        }

        // Keeps the indentation of the first line.
        _hasText = true;
        _pending = blank[(blank.LastIndexOfAny(['\n', '\r']) + 1)..] + _pending;
        return true;
    }

    private bool StepIntoMiddle(string opening)
    {
        var closing = $"</{opening[1..]}";
        var end = _pending.IndexOf(closing, StringComparison.OrdinalIgnoreCase);
        if (end < 0 && _pending.Length > MaxHeldBack)
        {
            AddText("<");
            _pending = _pending[1..];
            return true;
        }

        if (end < 0)
            return false;

        _hasReasoning = true;
        AddReasoning(_pending[opening.Length..end]);
        _pending = _pending[(end + closing.Length)..];
        return true;
    }

    private string? Find(string[] tags) => Array.Find(tags, tag => _pending.StartsWith(tag, StringComparison.OrdinalIgnoreCase));

    private bool MayBecome(string[] tags) => Array.Exists(tags, tag => tag.StartsWith(_pending, StringComparison.OrdinalIgnoreCase));

    private void AddText(string text)
    {
        _text.Append(text);
        _code.Add(text);
    }

    private void AddReasoning(string text) => _reasoning.Append(text);

    private Split TakeSplit(bool wasReasoning)
    {
        var split = new Split(_text.ToString(), _reasoning.ToString(), wasReasoning);
        _text.Clear();
        _reasoning.Clear();
        return split;
    }

    /// <param name="Text">Text of the answer.</param>
    /// <param name="Reasoning">Text of the reasoning.</param>
    /// <param name="WasReasoning">Whether all text before this piece turned out to be reasoning.</param>
    public readonly record struct Split(string Text, string Reasoning, bool WasReasoning);
}
