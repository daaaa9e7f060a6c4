using System.Text;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Reasoning;

/// <summary>Takes <c>&lt;think&gt;…&lt;/think&gt;</c> out of a text that comes in pieces, and what is before the first visible character.</summary>
/// <remarks>
/// At the beginning of an answer the tag is the model's, and without an end all of the rest are thoughts. Later it may be meant literally:
/// only a tag outside of code that is also closed is taken out. A lone end means that the server has swallowed the beginning.
/// </remarks>
internal sealed class ThoughtSplitter
{
    private static readonly string[] Names = ["think", "thinking", "thought", "reasoning"];
    private static readonly string[] Openings = [.. Names.Select(name => $"<{name}>")];
    private static readonly string[] Closings = [.. Names.Select(name => $"</{name}>")];

    /// <summary>What stands in the middle of an answer is held back until its end is there; no longer than this.</summary>
    private const int LongestThoughtWithin = 16 * 1024;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thoughts = new();
    private readonly CodeSpans _code = new();
    private string _pending = "";
    private string? _closing;
    private bool _hasText;
    private bool _hasThoughts;

    /// <summary>Takes more of what the model writes.</summary>
    /// <returns>What of it is known to be the answer's, and what to be thoughts.</returns>
    public Split Take(string text)
    {
        _pending = _pending.Length == 0 ? text : _pending + text;
        var wasReasoning = false;
        while (_pending.Length > 0 && Step(ref wasReasoning))
        {
        }

        return Taken(wasReasoning);
    }

    /// <summary>Nothing more comes: what waits is decided.</summary>
    public Split End()
    {
        // A beginning that was never closed: thoughts at the start of an answer, the model's own words later.
        if (_closing is not null)
            Think(_pending);
        else if (_hasText || VisibleText.IsIn(_pending))
            Say(_pending);
        _pending = "";
        return Taken(false);
    }

    private bool Step(ref bool wasReasoning)
    {
        if (_closing is not null)
            return StepInThoughts();
        if (!_hasText)
            return StepAtStart();

        var tag = _pending.IndexOf('<', StringComparison.Ordinal);
        if (tag != 0)
        {
            Say(tag < 0 ? _pending : _pending[..tag]);
            _pending = tag < 0 ? "" : _pending[tag..];
            return true;
        }

        if (_code.IsOpen)
        {
            Say("<");
            _pending = _pending[1..];
            return true;
        }

        if (Find(Openings[..2]) is { } opening)
            return StepIntoMiddle(opening);
        if (!_hasThoughts && Find(Closings) is { } closing)
        {
            // All that was said so far were thoughts.
            wasReasoning = true;
            Think(_text.ToString());
            _text.Clear();
            _hasText = false;
            _pending = _pending[closing.Length..];
            return true;
        }

        if (MayBecome(Openings[..2]) || (!_hasThoughts && MayBecome(Closings)))
            return false;
        Say("<");
        _pending = _pending[1..];
        return true;
    }

    private bool StepInThoughts()
    {
        var end = _pending.IndexOf(_closing!, StringComparison.OrdinalIgnoreCase);
        if (end >= 0)
        {
            Think(_pending[..end]);
            _pending = _pending[(end + _closing!.Length)..];
            _closing = null;
            return true;
        }

        var last = _pending.LastIndexOf('<');
        var safe = last >= 0 && _closing!.StartsWith(_pending[last..], StringComparison.OrdinalIgnoreCase) ? last : _pending.Length;
        Think(_pending[..safe]);
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
            _hasThoughts = true;
            return true;
        }

        // Models that are told not to think send an end without thoughts.
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

        // The indentation of the first line stays.
        _hasText = true;
        _pending = blank[(blank.LastIndexOfAny(['\n', '\r']) + 1)..] + _pending;
        return true;
    }

    private bool StepIntoMiddle(string opening)
    {
        var closing = $"</{opening[1..]}";
        var end = _pending.IndexOf(closing, StringComparison.OrdinalIgnoreCase);
        if (end < 0 && _pending.Length > LongestThoughtWithin)
        {
            Say("<");
            _pending = _pending[1..];
            return true;
        }

        if (end < 0)
            return false;

        _hasThoughts = true;
        Think(_pending[opening.Length..end]);
        _pending = _pending[(end + closing.Length)..];
        return true;
    }

    private string? Find(string[] tags) => Array.Find(tags, tag => _pending.StartsWith(tag, StringComparison.OrdinalIgnoreCase));

    private bool MayBecome(string[] tags) => Array.Exists(tags, tag => tag.StartsWith(_pending, StringComparison.OrdinalIgnoreCase));

    private void Say(string text)
    {
        _text.Append(text);
        _code.Take(text);
    }

    private void Think(string text) => _thoughts.Append(text);

    private Split Taken(bool wasReasoning)
    {
        var split = new Split(_text.ToString(), _thoughts.ToString(), wasReasoning);
        _text.Clear();
        _thoughts.Clear();
        return split;
    }

    /// <param name="Text">Of the answer.</param>
    /// <param name="Thoughts">Of the model.</param>
    /// <param name="WasReasoning">Whether all text before turned out to be thoughts.</param>
    public readonly record struct Split(string Text, string Thoughts, bool WasReasoning);
}
