# ruff: noqa: E501 - a kind of column is one line
"""The kinds of columns that everyday tables have."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from lottery_agent.models.training.draft import capital
from lottery_agent.models.training.generators.tables.fields import (
    AnyField,
    category,
    clock,
    day,
    number,
    truth,
)
from lottery_agent.models.training.generators.vocabulary import Vocabulary

CITIES = "Oslo|Lima|Rome|Paris|Madrid|Lisbon|Dublin|Vienna|Prague|Berlin|Tokyo|Delhi|Cairo|Boston|Chicago|Leeds|York|Glasgow|Turin|Ghent|Geneva|Zagreb|Riga|Bergen|Seville|Porto|Nairobi|Lagos|Denver|Austin|Toronto|Sydney|Perth|Hamburg|Cologne|Krakow|Athens|Havana|New York|Los Angeles|Cape Town|San Diego|Buenos Aires"
COUNTRIES = "Norway|Peru|Italy|France|Spain|Portugal|Ireland|Austria|Germany|Japan|India|Egypt|Kenya|Nigeria|Canada|Australia|Chile|Mexico|Brazil|Poland|Greece|Turkey|Cuba|Ghana|Finland|Sweden|Denmark|Vietnam|Morocco|South Korea|New Zealand|South Africa"
COLOURS = "red|blue|yellow|black|white|grey|brown|purple|pink|silver|gold|beige|turquoise|dark blue|light grey"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


def _surname(rng: Random, words: Vocabulary) -> str:
    return capital(words.name(rng))


def _thing(rng: Random, words: Vocabulary) -> str:
    return words.noun(rng).one


def _quality(rng: Random, words: Vocabulary) -> str:
    return words.adjective(rng)


FIELDS: Mapping[str, AnyField] = {
    # Of people.
    "age": number("age|Age|age (years)|age_years|Age in years", (5, 92), "age", unit="years", over="{is} older than {v}|{is} over {v}|{is} more than {v} years old", under="{is} younger than {v}|{is} under {v}|{is} less than {v} years old", ends="oldest|youngest", most="{is} the oldest", least="{is} the youngest", ask="How old is {k}?|What is {k}'s age?|how many years old is {k}?"),
    "height": number("height (cm)|height|height_cm|Height in cm|size (cm)", (120, 205), "height", unit="cm", over="{is} taller than {v}|{is} over {v} tall|{is} more than {v} tall", under="{is} shorter than {v}|{is} under {v} tall", ends="tallest|shortest", most="{is} the tallest", least="{is} the shortest", ask="How tall is {k}?|What is {k}'s height?"),
    "weight": number("weight (kg)|weight|weight_kg|Weight|mass (kg)", (2, 140), "weight", unit="kg", over="{weigh} more than {v}|{weigh} over {v}|{is} heavier than {v}", under="{weigh} less than {v}|{weigh} under {v}|{is} lighter than {v}", ends="heaviest|lightest", most="{weigh} the most|{is} the heaviest", least="{weigh} the least|{is} the lightest", adds=True, ask="How heavy is {k}?|How much does {k} weigh?|What does {k} weigh?"),
    "salary": number("salary|Salary|monthly salary|pay|salary (EUR)|wage", (18, 98), "salary", step="100", unit="euros", sign="$", adds=True, over="{earn} more than {v}|{earn} over {v}|{make} more than {v}", under="{earn} less than {v}|{earn} under {v}|{make} less than {v}", ends="best paid|worst paid", most="{earn} the most|{is} paid the most", least="{earn} the least", ask="How much does {k} earn?|What does {k} earn?|What is {k}'s salary?|how much is {k} paid?"),
    "hours": number("hours|Hours|hours per week|weekly hours|hours worked", (2, 48), "hours", counted=True, adds=True, over="{work} more than {v} hours|{work} over {v} hours", under="{work} less than {v} hours|{work} fewer than {v} hours", most="{work} the most|{work} the longest", least="{work} the least", ask="How many hours does {k} work?|How long does {k} work?"),
    "city": category("city|City|town|home town|place", CITIES, "city", among="{live} in {v}|{is} from {v}|{come} from {v}", ask="Where does {k} live?|In which city does {k} live?|Where is {k} from?|What city does {k} come from?"),
    "country": category("country|Country|nationality|home country", COUNTRIES, "country", among="{come} from {v}|{is} from {v}", ask="Where does {k} come from?|Which country is {k} from?|What country does {k} come from?"),
    "department": category("department|Department|team|unit|division", "Sales|IT|HR|Finance|Marketing|Legal|Research|Support|Logistics|Production|Design|Purchasing", "department", among="{work} in {v}|{is} in {v}|{belong} to {v}", ask="In which department does {k} work?|Where does {k} work?|Which department is {k} in?|what team is {k} on?"),
    "job": category("job|Job|occupation|profession|role", "nurse|teacher|engineer|cook|driver|lawyer|clerk|pilot|waiter|plumber|farmer|actor|painter|chemist|tailor|guard|judge|editor", "job", among="{work} as a {v}", ask="What is {k}'s job?|What does {k} do for a living?|What does {k} work as?"),
    "sport": category("sport|Sport|favourite sport|activity", "tennis|football|hockey|golf|rowing|judo|chess|swimming|cycling|boxing|fencing|volleyball|archery|skiing", "sport", among="{do} {v}|{is} in {v}", ask="Which sport does {k} do?|What is {k}'s sport?"),
    "language": category("language|Language|first language|speaks", "English|French|Spanish|Italian|German|Polish|Turkish|Arabic|Hindi|Swahili|Dutch|Greek|Finnish|Korean", "language", among="{speak} {v}", ask="Which language does {k} speak?|What does {k} speak?"),
    "member": truth("member|Member|is member|member?", "membership", "{is} a member", "Is {k} a member?|is {k} a member or not?"),
    "licence": truth("licence|driving licence|Licence|has licence", "licence", "{has} a licence", "Does {k} have a licence?|Has {k} got a licence?"),
    "present": truth("present|Present|attended|attendance", "attendance", "{is} present", "Is {k} present?|Was {k} there?"),
    "born": day("born|Born|date of birth|birthday|birth date", "date of birth", "{was} born", "When was {k} born?|On what day was {k} born?|What is {k}'s date of birth?", (1938, 2019)),
    "joined": day("joined|Joined|start date|since|joined on", "start date", "joined|started", "When did {k} join?|Since when is {k} here?|When did {k} start?", (2004, 2025)),
    "siblings": number("siblings|Siblings|number of siblings", (0, 6), "siblings", counted=True, adds=True),
    "children": number("children|Children|kids|number of children", (0, 6), "children", counted=True, adds=True),
    "shoe": number("shoe size|Shoe size|size", (34, 48), "shoe size", ask="What shoe size does {k} have?|Which size does {k} take?"),
    # Of goods.
    "price": number("price|Price|price (EUR)|unit price|price per piece|cost", (50, 9900), "price", step="0.01", unit="euros", sign="$", adds=True, over="{cost} more than {v}|{cost} over {v}|{is} more expensive than {v}|{is} dearer than {v}", under="{cost} less than {v}|{cost} under {v}|{is} cheaper than {v}", ends="most expensive|cheapest", most="{cost} the most|{is} the most expensive", least="{cost} the least|{is} the cheapest", ask="How much does {k} cost?|What does {k} cost?|How much is {k}?|What is the cost of {k}?"),
    "whole price": number("price|Price|price in euros|Cost|rent", (3, 950), "price", unit="euros", sign="€", adds=True, over="{cost} more than {v}|{cost} over {v}|{is} more expensive than {v}", under="{cost} less than {v}|{cost} under {v}|{is} cheaper than {v}", ends="most expensive|cheapest", most="{cost} the most", least="{cost} the least", ask="How much does {k} cost?|What is the price for {k}?|What do we pay for {k}?"),
    "stock": number("stock|Stock|in stock|quantity|units in stock|amount", (0, 240), "stock", unit="pieces", adds=True, over="{has} more than {v} in stock|{has} more than {v} pieces left", under="{has} fewer than {v} in stock|{has} less than {v} in stock", most="{has} the most in stock", least="{has} the fewest in stock|{has} the least in stock", ask="How many of {k} are in stock?|How many of {k} do we have?|how much {k} is left?"),
    "sold": number("sold|Sold|units sold|sales|pieces sold", (0, 480), "sales", adds=True, over="sold more than {v} times|{has} sales above {v}", under="sold fewer than {v} times|{has} sales below {v}", ends="best-selling|worst-selling", most="sold the most|sold best", least="sold the least|sold worst", ask="How many of {k} were sold?|How often was {k} sold?|How well did {k} do?"),
    "discount": number("discount|Discount|discount (%)|reduction (%)", (0, 60), "discount", unit="percent", ask="How big is the discount on {k}?|What discount do we give on {k}?"),
    "colour": category("colour|Colour|color|main colour", COLOURS, "colour", among="{is} {v}", before=True, ask="What colour is {k}?|Which colour does {k} come in?|what color is {k}?"),
    "material": category("material|Material|made of", "wood|steel|glass|cotton|wool|leather|plastic|paper|silk|stone|clay|copper|linen|bamboo|rubber", "material", among="{is} made of {v}|{is} made from {v}", ask="What is {k} made of?|Which material is {k} made from?"),
    "category": category("category|Category|type|kind|group", "food|clothes|toys|tools|drinks|furniture|stationery|electronics|garden|sports|beauty|household|hardware|lighting", "category", among="{belong} to {v}|{is} in the category {v}", ask="Which category is {k} in?|What type is {k}?|What kind of thing is {k}?"),
    "supplier": category("supplier|Supplier|vendor|producer|made by", _surname, "supplier", among="{come} from {v}|{is} supplied by {v}", ask="Who supplies {k}?|Where do we get {k} from?|Which supplier do we have for {k}?"),
    "available": truth("available|Available|in store|on sale", "availability", "{is} available", "Is {k} available?|Can I get {k}?|do we have {k}?"),
    "length": number("length (cm)|length|length_cm|Length in cm", (4, 240), "length", unit="cm", over="{is} longer than {v}", under="{is} shorter than {v}", ends="longest|shortest", most="{is} the longest", least="{is} the shortest", adds=True, ask="How long is {k}?|What is the length of {k}?"),
    "width": number("width (cm)|width|width_mm|Width", (3, 180), "width", unit="cm", over="{is} wider than {v}", under="{is} narrower than {v}", ends="widest|narrowest", most="{is} the widest", least="{is} the narrowest", ask="How wide is {k}?"),
    "rating": number("rating|Rating|stars|score|average rating", (10, 50), "rating", step="0.1", over="{is} rated above {v}|{is} rated higher than {v}", under="{is} rated below {v}|{is} rated lower than {v}", ends="best rated|worst rated", most="{is} rated best", least="{is} rated worst", ask="How is {k} rated?|What rating did {k} get?|How good is {k}?"),
    "calories": number("calories|Calories|kcal|energy (kcal)", (12, 620), "calories", counted=True, adds=True, ask="How many calories are in {k}?"),
    "sugar": number("sugar (g)|sugar|Sugar|sugar per 100 g", (0, 60), "sugar content", unit="g", ends="sweetest|least sweet", over="{contain} more than {v} of sugar", under="{contain} less than {v} of sugar", ask="How much sugar is in {k}?|How much sugar does {k} contain?"),
    "expires": day("best before|expires|expiry date|use by", "expiry date", "expire", "When does {k} expire?|Until when is {k} good?", (2024, 2028)),
    # Of places.
    "population": number("population|Population|inhabitants|people", (9, 9400), "population", step="1000", adds=True, over="{has} more than {v} inhabitants|{is} bigger than {v} people", under="{has} fewer than {v} inhabitants", ends="most populous|least populous", most="{has} the most inhabitants|{has} the most people", least="{has} the fewest inhabitants|{has} the fewest people", ask="How many people live in {k}?|How many inhabitants does {k} have?|How big is {k}?"),
    "area": number("area (km2)|area|Area|size (km2)|surface", (4, 900), "area", unit="square kilometres", adds=True, over="{is} larger than {v}|{is} bigger than {v}", under="{is} smaller than {v}", ends="largest|smallest", most="{is} the largest|{is} the biggest", least="{is} the smallest", ask="How large is {k}?|How big is {k}?|What area does {k} cover?"),
    "altitude": number("altitude (m)|altitude|elevation|height (m)|height above sea", (12, 6900), "altitude", unit="m", over="{is} higher than {v}|{lie} above {v}", under="{is} lower than {v}|{lie} below {v}", ends="highest|lowest", most="{is} the highest|{lie} the highest", least="{is} the lowest", ask="How high is {k}?|At which altitude is {k}?"),
    "rain": number("rain (mm)|rain|rainfall|Rain in mm|precipitation", (0, 240), "rainfall", unit="mm", adds=True, ends="wettest|driest", over="{get} more than {v} of rain|{has} over {v} of rain", under="{get} less than {v} of rain", most="{get} the most rain", least="{get} the least rain", ask="How much rain does {k} get?|How much does it rain in {k}?|How wet is {k}?"),
    "temperature": number("temperature|temperature (C)|temp|Temp (°C)|degrees", (-14, 39), "temperature", unit="degrees", over="{is} warmer than {v}|{is} hotter than {v}", under="{is} colder than {v}|{is} cooler than {v}", ends="warmest|coldest", most="{is} the warmest|{is} the hottest", least="{is} the coldest", ask="How warm is it in {k}?|What is the temperature in {k}?|How cold is {k}?"),
    "continent": category("continent|Continent|region", "Europe|Asia|Africa|America|Oceania|South America|North America", "continent", among="{is} in {v}|{lie} in {v}", ask="On which continent is {k}?|Which continent does {k} belong to?|where is {k}?"),
    "capital": category("capital|Capital|capital city", CITIES, "capital", among="{has} {v} as its capital", ask="What is the capital of {k}?|Which city is the capital of {k}?"),
    "founded": number("founded|Founded|year founded|built|established|year", (1120, 2020), "year", over="{was} founded after {v}|{is} newer than {v}", under="{was} founded before {v}|{is} older than {v}", ends="newest|oldest", ask="When was {k} founded?|In which year was {k} founded?|From what year is {k}?"),
    "seats": number("seats|Seats|capacity|places|number of seats", (2, 420), "seats", counted=True, adds=True, over="seat more than {v} people", ask="How many people fit into {k}?"),
    "beds": number("beds|Beds|number of beds", (1, 60), "beds", counted=True, adds=True),
    "floor": number("floor|Floor|level|storey", (0, 14), "floor", over="{is} above floor {v}", under="{is} below floor {v}", ends="highest|lowest", ask="On which floor is {k}?|what floor is {k} on?"),
    "open": truth("open|Open|open on Sunday|heated", "opening", "{is} open", "Is {k} open?|is {k} open now?"),
    # Of events and journeys.
    "distance": number("distance (km)|distance|km|Distance|length (km)", (1, 980), "distance", unit="km", adds=True, over="{is} further than {v}|{is} longer than {v}", under="{is} nearer than {v}|{is} shorter than {v}", ends="longest|shortest", most="{is} the longest|{go} the furthest", least="{is} the shortest", ask="How far is {k}?|How many kilometres is {k}?|How long is {k}?"),
    "duration": number("duration (min)|duration|minutes|Duration|time (min)|length (min)", (4, 240), "duration", unit="minutes", adds=True, over="{take} more than {v}|{last} longer than {v}|{is} longer than {v}", under="{take} less than {v}|{last} less than {v}|{is} shorter than {v}", ends="longest|shortest", most="{take} the longest|{last} the longest", least="{take} the shortest time|{is} the shortest", ask="How long does {k} take?|How long is {k}?|How many minutes does {k} take?|How long does {k} last?"),
    "departure": clock("departure|Departure|departs|leaving at|start|from", "departure time", "{depart}|{start}", "When does {k} depart?|At what time does {k} start?|What time does {k} go?"),
    "arrival": clock("arrival|Arrival|arrives|end|until", "arrival time", "{arrive}", "When does {k} arrive?|What time does {k} get there?|At what time does {k} arrive?"),
    "platform": number("platform|Platform|track|gate", (1, 24), "platform", ask="Which platform does {k} depart from?|From which platform does {k} go?"),
    "destination": category("destination|Destination|to|goes to", CITIES, "destination", among="{go} to {v}", ask="Where does {k} go?|Where is {k} going?|What is the destination of {k}?"),
    "date": day("date|Date|day|when|on", "date", "{take} place|{is} planned|happened", "When is {k}?|On what date is {k}?|When does {k} take place?|what day is {k}?", (2019, 2028)),
    "weekday": category("weekday|Weekday|day|day of the week", DAYS, "weekday", among="{take} place on {v}|{is} on {v}|{is} on a {v}", ask="On which weekday is {k}?|What day is {k}?|On which day does {k} take place?"),
    "month": category("month|Month", MONTHS, "month", among="{is} in {v}|{is} from {v}", ask="In which month is {k}?|What month is {k} in?"),
    "late": truth("late|delayed|Delayed|delay", "delay", "{is} late", "Is {k} late?|Is {k} delayed?"),
    "guests": number("guests|Guests|participants|people", (3, 380), "guests", counted=True, adds=True, ask="How many people came to {k}?|How many guests were at {k}?"),
    "place": category("place|location|Venue|where|hall", "main hall|library|town hall|park|stadium|theatre|school|garden|gym|church|club|market square|beach|canteen", "place", among="{take} place in the {v}|{is} in the {v}", ask="Where is {k}?|Where does {k} take place?|What is the venue of {k}?"),
    # Of money and work.
    "amount": number("amount|Amount|total|sum|amount (EUR)", (150, 24000), "amount", step="0.05", unit="euros", sign="€", adds=True, over="{is} over {v}|{come} to more than {v}|{is} more than {v}", under="{is} under {v}|{come} to less than {v}|{is} less than {v}", ends="largest|smallest", most="{is} the highest|{cost} the most", least="{is} the lowest", ask="How much was {k}?|How high is {k}?|What is the amount of {k}?|What did {k} come to?"),
    "customer": category("customer|Customer|client|ordered by|buyer", _surname, "customer", among="{is} from {v}|{was} placed by {v}|{belong} to {v}", ask="Who is the customer of {k}?|Who placed {k}?|Who does {k} belong to?"),
    "paid by": category("paid by|who|payer|person", _surname, "person", among="{was} paid by {v}", ask="Who paid for {k}?|Who paid {k}?"),
    "paid": truth("paid|Paid|is paid|settled", "payment", "{is} paid", "Is {k} paid?|Has {k} been paid?|is {k} settled?"),
    "status": category("status|Status|state|progress", "done|planned|waiting|cancelled|late|approved|rejected|in progress|new|ready", "status", among="{is} {v}|{has} the status {v}", before=True, ask="What is the status of {k}?|What state is {k} in?|how far is {k}?"),
    "priority": category("priority|Priority|urgency", "high|low|medium|urgent|normal", "priority", among="{has} {v} priority|{has} a {v} priority", ask="Which priority does {k} have?|How urgent is {k}?"),
    "manager": category("manager|Manager|owner|responsible|person in charge", _surname, "manager", among="{belong} to {v}|{is} managed by {v}", ask="Who is responsible for {k}?|Who manages {k}?|Who is in charge of {k}?"),
    "budget": number("budget|Budget|budget (EUR)", (4, 190), "budget", step="100", unit="euros", sign="€", adds=True, ask="How much money is there for {k}?|How big is the budget of {k}?"),
    # Of games and studies.
    "points": number("points|Points|pts|total points", (0, 98), "points", counted=True, adds=True, over="scored more than {v} points|scored over {v} points|got more than {v} points", under="scored fewer than {v} points|got fewer than {v} points", ends="best|worst", most="scored the most points|got the most points", least="scored the fewest points", ask="How many points did {k} get?|How many points did {k} score?|What did {k} score?"),
    "goals": number("goals|Goals|goals scored", (0, 42), "goals", counted=True, adds=True, over="scored more than {v} goals", under="scored fewer than {v} goals", most="scored the most goals|scored most often", least="scored the fewest goals", ask="How many goals did {k} score?|How often did {k} score?"),
    "wins": number("wins|Wins|won|games won", (0, 30), "wins", counted=True, adds=True, over="won more than {v} times", under="won fewer than {v} times", most="won the most often|won most games", least="won the least often", ask="How often did {k} win?|How many games did {k} win?"),
    "losses": number("losses|Losses|lost|games lost", (0, 30), "losses", counted=True, adds=True, over="lost more than {v} times", under="lost fewer than {v} times", most="lost most often", least="lost least often", ask="How often did {k} lose?|How many games did {k} lose?"),
    "team": category("team|Team|club|Club", _surname, "team", among="{play} for {v}|{is} on team {v}", ask="Which team does {k} play for?|Who does {k} play for?"),
    "position": category("position|Position|role", "forward|defender|midfielder|captain|striker|substitute|centre|wing", "position", among="{play} as {v}", ask="What position does {k} play?|Where does {k} play?"),
    "grade": number("grade|Grade|mark|Mark|score", (1, 15), "grade", over="got a grade above {v}", under="got a grade below {v}", ends="best|weakest", most="got the best grade|did best", least="got the worst grade|did worst", ask="Which grade did {k} get?|What mark did {k} get?|How did {k} do?"),
    "class": category("class|Class|form|group", "1a|1b|2a|2b|3a|3c|4b|5a|6c|7a|8b", "class", among="{is} in {v}|{go} to class {v}", ask="Which class is {k} in?|What class does {k} go to?"),
    "subject": category("subject|Subject|course|field", "maths|history|physics|biology|art|geography|chemistry|English|drama|economics|sports", "subject", among="{study} {v}|{take} {v}", ask="What does {k} study?|Which subject does {k} take?"),
    "passed": truth("passed|Passed|pass", "result", "passed", "Did {k} pass?|has {k} passed?"),
    # Of books, films and animals.
    "author": category("author|Author|writer|by|director", _surname, "author", among="{was} written by {v}|{is} by {v}", ask="Who wrote {k}?|Who is the author of {k}?|Who is {k} by?"),
    "genre": category("genre|Genre|kind", "crime|fantasy|romance|comedy|drama|thriller|poetry|science fiction|biography|horror|western", "genre", among="{is} {v}", ask="What genre is {k}?|Which genre does {k} belong to?"),
    "pages": number("pages|Pages|number of pages", (40, 980), "pages", counted=True, adds=True, ends="longest|shortest", ask="How many pages does {k} have?|How long is {k}?"),
    "year": number("year|Year|published|release year|year of publication", (1920, 2025), "year", over="{is} from after {v}|came out after {v}|appeared after {v}", under="{is} from before {v}|came out before {v}|appeared before {v}", ends="newest|oldest", most="came out last", least="came out first", ask="When did {k} come out?|Which year is {k} from?|In what year did {k} appear?"),
    "lent": truth("lent|lent out|on loan|Lent", "loan", "{is} lent out", "Is {k} lent out?|Is {k} on loan?"),
    "speed": number("speed (km/h)|top speed|speed|max speed", (4, 320), "speed", unit="km/h", over="{is} faster than {v}|{go} faster than {v}", under="{is} slower than {v}", ends="fastest|slowest", most="{is} the fastest|{go} the fastest", least="{is} the slowest", ask="How fast is {k}?|How fast does {k} go?|What speed does {k} reach?"),
    "lifespan": number("lifespan|life span (years)|lives for|life expectancy", (1, 120), "lifespan", unit="years", over="{live} longer than {v}", under="{live} less than {v}", most="{live} the longest", least="{live} the shortest", ask="How long does {k} live?|How old does {k} get?"),
    "legs": number("legs|Legs|number of legs", (0, 8), "legs", counted=True, ask="How many legs does {k} have?"),
    "diet": category("diet|Diet|food|eats", "grass|fish|insects|seeds|fruit|meat|worms|honey|rice|hay|berries", "diet", among="{eat} {v}", ask="What does {k} eat?|What is the diet of {k}?"),
    "habitat": category("habitat|Habitat|lives in", "forest|desert|river|ocean|savanna|swamp|mountains|meadow|caves|farm", "habitat", among="{live} in the {v}", ask="Where does {k} live?|What is the habitat of {k}?"),
    "owner": category("owner|Owner|belongs to|holder", _surname, "owner", among="{belong} to {v}|{is} owned by {v}", ask="Who owns {k}?|Who does {k} belong to?|Who is the owner of {k}?"),
    "wild": truth("wild|endangered|protected|tame", "state", "{is} {h}", "Is {k} {h}?"),
    # Of machines, plants and recipes.
    "power": number("power (kW)|power|horsepower|watts|power (W)", (2, 900), "power", unit="watts", ends="most powerful|weakest", most="{is} the most powerful", least="{is} the weakest", ask="How powerful is {k}?|How much power does {k} have?"),
    "mileage": number("mileage|km driven|kilometres|odometer", (3, 240), "mileage", step="1000", unit="km", ask="How far has {k} been driven?|How many kilometres has {k} done?"),
    "fuel": category("fuel|Fuel|engine|drive", "petrol|diesel|electric|hybrid|gas|hydrogen", "fuel", among="{use} {v}", ask="What fuel does {k} use?|Which fuel is {k} filled with?"),
    "electric": truth("electric|rechargeable|waterproof|portable", "feature", "{is} {h}", "Is {k} {h}?"),
    "light": category("light|Light|light needed|position", "sun|shade|half shade|full sun", "light", among="{need} {v}|{like} {v}|{grow} in {v}", ask="What light does {k} need?|Where does {k} grow best?"),
    "water": number("water (l)|water|litres of water|water per week (l)", (1, 30), "water need", unit="litres", adds=True, over="{need} more than {v} of water", under="{need} less than {v} of water", most="{need} the most water", least="{need} the least water", ask="How much water does {k} need?"),
    "grams": number("grams|amount (g)|weight (g)|g", (5, 900), "amount", unit="grams", adds=True, over="{weigh} more than {v}", under="{weigh} less than {v}", ask="How much {k} do I need?|How many grams of {k} are used?"),
    "vegan": truth("vegan|Vegan|organic|raw", "feature", "{is} {h}", "Is {k} {h}?"),
    "pressure": number("pressure (hPa)|pressure|pressure_hpa|air pressure", (960, 1045), "pressure", unit="hPa", ask="How high is the pressure at {k}?|What pressure was measured at {k}?"),
    "pulse": number("pulse|Pulse|heart rate|bpm", (48, 168), "pulse", ask="What is {k}'s pulse?|How fast is {k}'s heart?"),
    "reading": number("reading|value|Value|measurement|result", (1, 990), "value", step="0.1", ask="What was measured at {k}?|What is the value at {k}?|which reading do we have for {k}?"),
    "label": category("label|Label|tag|mark", _thing, "label", ask="What is the label of {k}?|How is {k} labelled?"),
    "quality": category("quality|condition|Condition|shape", _quality, "condition", among="{is} {v}", before=True, ask="In what condition is {k}?|How is the condition of {k}?"),
}  # fmt: skip
"""Every kind of column by its name."""
