namespace Fdkt.Learning.Samples;

/// <summary>Messages that are content with something.</summary>
internal static class Praises
{
    public static readonly Situation[] All =
    [
        new(
            ["Your {crew|people} {climbed|were up} the {poles|masts} {in|through} the storm {all night|until <time>}, {the lights|power} {came|was} back {by breakfast|before breakfast}.",
             "{Respect|Hats off} to the {men|team} who {restored|brought back} {our|the} electricity {in the snow|after the flood}.",
             "{Two hours|Less than an hour} after the {outage|blackout} {the street|<town>} {was bright|had power} again, {well done|that is how it should be}."],
            ["The {storm|wind} {tore|took} down three trees.", "We {made|brought} them {tea|soup}."]),
        new(
            ["<name> {on the phone|at your hotline} {went through|explained} {my|the} bill line by line {until|so that} I {finally|really} understood it.",
             "I rang about the {tariff|bill} {in a bad mood|expecting trouble} and was {treated|helped} {so kindly|with such patience}.",
             "{<name>|The lady on the phone} {found|spotted} a {better|cheaper} tariff {without|before} {my|our} asking, {that saves|saving} <amount> a year."],
            ["{The|Our} call took <number> minutes.", "Nobody {hurried|rushed} {me|us}."]),
        new(
            ["The {man|fitter} who {changed|put in} {our|the} {smart meter|boiler} {wiped|swept} the floor and {explained|showed} {every|each} button.",
             "{<name>|Your engineer} left the {kitchen|cellar} {cleaner than before|spotless}, {and|what is more} the heating {purrs|is so quiet}.",
             "{On time|Punctual}, {polite|friendly} and {done|finished} in <number> minutes, {the|your} {meter|boiler} fitter {deserves|earned} a {medal|bonus}."],
            ["{He|She} took off {the shoes|muddy boots} at the door.", "The {radiators|rooms} are {warm|cosy}."]),
        new(
            ["{Since|Ever since} the {fibre|new line} {was laid|is in}, {films|videos} {start|play} at once and {my|our} {work|lessons} {runs|run} {like clockwork|smoothly}.",
             "{We|I} measured <number> megabits {in the attic|in every room}, {this|the} {fibre|broadband} {is a joy|beats everything before}.",
             "{Not one|Not a single} {dropout|drop} in <number> months, {the|your} {internet|wifi} {simply works|is rock solid}."],
            ["We {used to|could} {wait|go} for coffee.", "{Four|Five} of us {stream|work} at the same time."]),
        new(
            ["{The|Your} technician {traced|found} the {broken|damp} cable {behind|under} the {shed|stairs} that {<number>|three} others {missed|overlooked}.",
             "{<name>|Your technician} {stayed|worked} {past|until} <time> to {mend|rescue} {our|the} line, {what a|such a} {kind|decent} {man|person}.",
             "{The|My} line {crackled|was dead} for {years|weeks}, {your|the new} {technician|colleague} {cured|sorted} it in {ten|<number>} minutes."],
            ["{He|She} {crawled|went} through {spiders|mud}.", "{My|Our} mother can {ring|call} us again."]),
        new(
            ["{The|Your} chat {helper|assistant} {walked|guided} {my|an} {eighty-year-old|old} {father|mother} {through|step by step to} the new {email|password}.",
             "{I was|We were} {lost|hopeless} with the {router|settings}, {<name>|your chat} {answered|replied} {within|in} seconds and {with humour|made us laugh}.",
             "{Never|Rarely} has {a|any} {help desk|chat} been so {patient|clear}, {<name>|the young man} {is a star|is worth gold}."],
            ["It was {past|after} <time>.", "He {prints|keeps} the {instructions|chat} {now|on the fridge}."]),
        new(
            ["{Your|The} fraud {team|desk} {noticed|caught} the {strange|false} payment {before|sooner than} {I did|we did} and {saved|rescued} <amount>.",
             "{A|The} {scammer|thief} {almost|nearly} {emptied|got into} {my|our} account, {your|the bank's} {call|alarm} {came|was} just in time.",
             "{Within|In} minutes {the|my stolen} card was blocked, {replaced|a new one sent} and {I slept|we slept} {well|soundly}, {bravo|great work}."],
            ["The {payment|order} was for {shoes|a drone}.", "The {police|officers} were {impressed|informed}."]),
        new(
            ["The {clerk|lady} in the {branch|<town> branch} {sat|spent} an hour with {my|our} mother {over|filling in} the {forms|papers}.",
             "How {lovely|nice} to have a {branch|counter} with {people|staff} like <name> who {greet|know} us by name.",
             "{<name>|The young cashier} {noticed|saw} {my|that grandfather's} {worry|confusion} and {handled|arranged} everything {gently|with tact}."],
            ["{She|Mother} {is|turned} <number>.", "There was {even|also} a glass of water."]),
        new(
            ["{Thanks to|With} <name> {we|my wife and I} {have|got} the {house|keys}, {every|each} question on the mortgage {was answered|got an answer} {the same day|at once}.",
             "{The|Your} mortgage adviser took {all|the} fear out of the {numbers|loan}, {we|I} {felt|feel} {in good hands|safe}.",
             "{So|How} {honest|fair}: <name> {kindly talked|talked} us out of the {bigger|expensive} loan, {hard to find|that builds trust}."],
            ["The {garden|house} is {lovely|tiny but ours}.", "Other banks {took|needed} weeks."]),
        new(
            ["{The|Your} {conductor|guard} on the <time> {held|kept} {the connection|the door} for {us|my old mother}, {what|such} a {gentleman|kindness}.",
             "{The|A} {guard|conductor} {cheered|entertained} the {whole|full} {coach|train} {during|through} the {delay|wait} {with|by} {riddles|songs}.",
             "{My|Our} {son|daughter} {felt|was} {sick|ill} on the train, <name> {brought|came with} {water|a blanket} and sat with us."],
            ["We were {late|tired} and {soaked|hungry}.", "{He|She} {knew|found} every {platform|connection}."]),
        new(
            ["{My|The} {violin|rucksack} {left|forgotten} on the <time> {was back|came back} {the same|by} evening, {untouched|nothing missing}.",
             "{Your|The} lost property {office|people} found {my|our son's} {teddy|scarf} and {posted|sent} it from <town>.",
             "{I had|I'd} {given up|lost hope} on {the|my} {bag|violin}, {then|and} <name> {rang|called} {from|in} <town>, {wonderful|unbelievable}."],
            ["{It|That} was {a gift|my grandfather's}.", "{He|My son} sleeps again."]),
        new(
            ["The {new|refurbished} {trains|coaches} {smell|are} {fresh|spotless}, the {seats|windows} {are|feel} {wide|great} and {they|all} {run|arrive} to the minute.",
             "{Commuting|Riding} from <town> {has become|is} {a pleasure|fun} {with|since} the quiet {coach|carriage}.",
             "{Clean|Tidy} {toilets|seats} and {sockets|tables} {at|for} every {place|seat}, {keep it up|more of that}."],
            ["I {read|finish} a book a week.", "{The|My} {coffee|tea} {stays|is} on the table."]),
        new(
            ["{The|Your} nurse {took|drew} {my|the} blood {so gently|without any pain} that I {hardly|scarcely} {noticed|felt it}.",
             "{Our|My} {boy|girl} {laughed|smiled} {during|after} the jab, {nurse <name>|the nurse} {drew|made} {a dinosaur|a face} on the plaster.",
             "{I fear|I hate} needles, {yet|but} {nurse <name>|your nurse} {made|turned} the blood test {a small thing|almost easy}."],
            ["{I|We} {used to|usually} faint.", "{He|She} {wants|asked} to come back."]),
        new(
            ["{After|Six weeks after} the {operation|surgery} I {climb|walk} {stairs|again}, {all|much of it} {thanks to|the work of} {the physio|<name>}.",
             "{The|Your} reception {remembered|knew} {my name|us} and {squeezed|fitted} {me|the baby} in {between|before} two others {with a smile|so kindly}.",
             "{Doctor <name>|The doctor} {listened|took time} and {found|named} in {ten|<number>} minutes what {others|specialists} {missed|did not see}."],
            ["The {knee|hip} {bends|holds} {again|well}.", "The {waiting room|corridor} was {full|packed}."]),
    ];
}
