using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Primitives;

namespace WisdomWave.Playground.BotApi;

/// <summary>A call's parameters from all places that the Bot API accepts: query, form, multipart form and JSON body.</summary>
internal sealed class CallParameters : IDisposable
{
    private readonly IQueryCollection _query;
    private readonly IFormCollection? _form;
    private readonly JsonDocument? _json;

    private CallParameters(IQueryCollection query, IFormCollection? form, JsonDocument? json) => (_query, _form, _json) = (query, form, json);

    /// <exception cref="JsonException">The JSON body is not an object.</exception>
    public static async ValueTask<CallParameters> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
            return new(request.Query, await request.ReadFormAsync(cancellationToken), json: null);
        if (!request.HasJsonContentType() || request.ContentLength == 0)
            return new(request.Query, form: null, json: null);

        var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        if (json.RootElement.ValueKind == JsonValueKind.Object)
            return new(request.Query, form: null, json);
        json.Dispose();
        throw new JsonException("The body is not an object.");
    }

    public string? Text(string name)
    {
        if (TryJson(name, out var value))
            return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return Raw(name);
    }

    public long? Number(string name)
    {
        if (TryJson(name, out var value) && value.ValueKind == JsonValueKind.Number)
            return value.TryGetInt64(out var number) ? number : null;
        return long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
    }

    public bool Flag(string name) => Text(name) is "true" or "True" or "1";

    /// <summary>Reads an object or list, which is inline in a JSON body and JSON text in a form or query. Returns false if it is malformed.</summary>
    public bool TryObject<T>(string name, JsonTypeInfo<T> type, out T? result)
    {
        result = default;
        try
        {
            if (TryJson(name, out var value) && value.ValueKind != JsonValueKind.String)
                result = value.Deserialize(type);
            else if (Text(name) is { Length: > 0 } text)
                result = JsonSerializer.Deserialize(text, type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Returns an uploaded file, in the field itself or in the field that <c>attach://</c> names.</summary>
    public IFormFile? File(string name)
    {
        const string attach = "attach://";
        var field = Text(name) is { } text && text.StartsWith(attach, StringComparison.Ordinal) ? text[attach.Length..] : name;
        return _form?.Files.GetFile(field);
    }

    public void Dispose() => _json?.Dispose();

    private bool TryJson(string name, out JsonElement value)
    {
        value = default;
        return _json is not null && _json.RootElement.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private string? Raw(string name)
    {
        StringValues values = default;
        if (_form?.TryGetValue(name, out values) != true)
            _query.TryGetValue(name, out values);
        return values.Count == 0 ? null : values[0];
    }
}
