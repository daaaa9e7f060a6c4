using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WisdomWave.Dialog.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SettingsAndTurnOperations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Circumstances",
                table: "Turns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Extras",
                table: "Turns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Fresh",
                table: "Turns",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsQuestion",
                table: "Turns",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "PersonId",
                table: "Turns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "PersonName",
                table: "Turns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ChatSettings",
                columns: table => new
                {
                    BotId = table.Column<long>(type: "INTEGER", nullable: false),
                    ChatId = table.Column<long>(type: "INTEGER", nullable: false),
                    Language = table.Column<string>(type: "TEXT", nullable: true),
                    Model = table.Column<string>(type: "TEXT", nullable: true),
                    ReadyPersona = table.Column<string>(type: "TEXT", nullable: true),
                    OwnPersona = table.Column<string>(type: "TEXT", nullable: true),
                    Style = table.Column<string>(type: "TEXT", nullable: false),
                    Warnings = table.Column<string>(type: "TEXT", nullable: false),
                    IsShared = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChatSettings", x => new { x.BotId, x.ChatId });
                });

            migrationBuilder.CreateTable(
                name: "Pins",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Pins", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Pins_Conversations_ConversationId",
                        column: x => x.ConversationId,
                        principalTable: "Conversations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Usage",
                columns: table => new
                {
                    BotId = table.Column<long>(type: "INTEGER", nullable: false),
                    ChatId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    Questions = table.Column<int>(type: "INTEGER", nullable: false),
                    InputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    OutputTokens = table.Column<long>(type: "INTEGER", nullable: false),
                    CachedQuestions = table.Column<int>(type: "INTEGER", nullable: false),
                    CachedTokens = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Usage", x => new { x.BotId, x.ChatId, x.PersonId, x.Day });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Pins_ConversationId_MessageId",
                table: "Pins",
                columns: new[] { "ConversationId", "MessageId" },
                unique: true);

            migrationBuilder.Sql("""
                UPDATE "Turns" SET "IsQuestion" = "Remembered",
                    "PersonId" = (SELECT "UserId" FROM "Conversations" WHERE "Conversations"."Id" = "ConversationId")
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChatSettings");

            migrationBuilder.DropTable(
                name: "Pins");

            migrationBuilder.DropTable(
                name: "Usage");

            migrationBuilder.DropColumn(
                name: "Circumstances",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "Extras",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "Fresh",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "IsQuestion",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "PersonName",
                table: "Turns");
        }
    }
}
