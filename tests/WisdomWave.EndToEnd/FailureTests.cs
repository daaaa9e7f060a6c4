using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd;

/// <summary>
/// What a person reads when the model's provider fails, through all services. One that is silent is waited for, which would take
/// minutes here: completion's tests have it.
/// </summary>
public sealed class FailureTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>Dialog remembers the limit for a day and shortens every later prompt to this model, so other tests must not use it.</summary>
    [Fact]
    public Task AConversationThatIsTooLongIsOneSentence() => ReadAsync(
        new ModelFault { Code = "context_length_exceeded", Times = 2 }, "",
        "Our conversation no longer fits into the model.", "Наш разговор больше не помещается в модель.", PlaygroundApplication.SpareModel);

    [Theory]
    [InlineData("insufficient_quota", "The bot's account with the model's provider has run out of credit.", "На счёте бота у провайдера модели закончились средства.")]
    [InlineData("rate_limit_exceeded", "Too many questions at once for the model.", "Слишком много вопросов к модели сразу.")]
    [InlineData("invalid_api_key", "The model's provider does not accept this bot's key.", "Провайдер модели не принимает ключ этого бота.")]
    [InlineData("model_not_found", "The provider does not have the model that this bot uses.", "У провайдера нет модели, которую использует этот бот.")]
    public Task AnErrorIsOneSentence(string code, string english, string russian) =>
        ReadAsync(new ModelFault { Code = code, RetryAfter = 90, Times = 2 }, "", english, russian);

    [Theory]
    [InlineData(ModelFaultKind.Blank, "The model sent an empty answer.", "Модель закончила ответ, не написав ни слова.")]
    [InlineData(ModelFaultKind.OnlyTools, "The model called a tool instead of answering", "Вместо ответа модель вызвала инструмент")]
    [InlineData(ModelFaultKind.OnlyReasoning, "The model thought about it, but wrote no answer.", "Модель подумала, но ответа не написала.")]
    [InlineData(ModelFaultKind.NoRoomLeft, "The model used all its tokens for thinking", "Модель потратила все токены на размышления")]
    public Task AnAnswerWithoutAWordHasItsReason(ModelFaultKind kind, string english, string russian) =>
        ReadAsync(new ModelFault { Kind = kind }, "", english, russian);

    /// <summary>All services together ask no more often than one of them may.</summary>
    [Theory]
    [InlineData(ModelFaultKind.Error, null, 3)]
    [InlineData(ModelFaultKind.Html, 502, 3)]
    [InlineData(ModelFaultKind.Html, 200, 1)]
    [InlineData(ModelFaultKind.Html, 404, 1)]
    [InlineData(ModelFaultKind.Error, 400, 1)]
    [InlineData(ModelFaultKind.Error, 413, 1)]
    [InlineData(ModelFaultKind.Error, 422, 1)]
    [InlineData(ModelFaultKind.Cut, null, 2)]
    [InlineData(ModelFaultKind.Reset, null, 2)]
    [InlineData(ModelFaultKind.Blank, null, 1)]
    public async Task AQuestionNeverCostsMoreThanThreeCalls(ModelFaultKind kind, int? status, int calls)
    {
        var person = await Playground.AddPersonAsync("Max", "en", Token);
        var question = $"count {person.Id}";
        await Playground.FailAsync(new ModelFault { Kind = kind, Status = status, AfterChunks = 0, Times = 100, Contains = question }, Token);
        await person.SayAsync(question, cancellationToken: Token);

        await person.ReadAnswerAsync(Token);

        // The playground records a failed call after its response.
        await Testing.Eventually.HoldsAsync(async () => await CallsAsync() >= calls, $"{calls} calls are recorded");
        Assert.Equal(calls, await CallsAsync());

        async Task<int> CallsAsync() =>
            (await Playground.ModelCallsAsync("chat", Token)).Count(call => call.Messages[^1].Text.Contains(question, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ModelFaultKind.Refusal, "", "The model refused to answer this.", "Модель отказалась на это отвечать.")]
    [InlineData(ModelFaultKind.Cut, "Hello! I am", "⚠️ The connection to the model was lost; this is what arrived.", "⚠️ Связь с моделью оборвалась; вот что успело прийти.")]
    [InlineData(ModelFaultKind.Reset, "Hello! I am", "⚠️ The connection to the model was lost; this is what arrived.", "⚠️ Связь с моделью оборвалась; вот что успело прийти.")]
    [InlineData(ModelFaultKind.StreamError, "Hello! I am", "⚠️ The connection to the model was lost; this is what arrived.", "⚠️ Связь с моделью оборвалась; вот что успело прийти.")]
    [InlineData(ModelFaultKind.Length, "Hello! I am", "✂️ The answer reached its length limit.", "✂️ Ответ достиг предела длины.")]
    [InlineData(ModelFaultKind.ContentFilter, "Hello! I am", "⚠️ The provider's filter cut this answer short.", "⚠️ Фильтр провайдера оборвал этот ответ.")]
    public Task WhatCameOfAnAnswerStaysAndIsMarked(ModelFaultKind kind, string came, string english, string russian) =>
        ReadAsync(new ModelFault { Kind = kind }, came, english, russian);

    private async Task ReadAsync(ModelFault fault, string came, string english, string russian, string? model = null)
    {
        foreach (var (language, words) in ((string, string)[])[("en", english), ("ru", russian)])
        {
            var person = await Playground.AddPersonAsync("Max", language, Token);
            if (model is not null)
                await person.ChooseModelAsync(model, Token);
            await Playground.FailAsync(fault with { Contains = $"hello {person.Id}" }, Token);
            await person.SayAsync($"hello {person.Id}", cancellationToken: Token);

            var answer = await person.ReadAnswerAsync(message => message.Text?.Contains(words, StringComparison.Ordinal) == true, Token);

            Assert.StartsWith(came.Length > 0 ? came : words, answer.Text, StringComparison.Ordinal);
        }
    }
}
