# ruff: noqa: E501 - a pattern of language is one line
"""Documents about things and places: manuals, products, plants, trips, handbooks."""

FORMS = """
# manual mixed
> # {A} {t8}, model {n8}|User manual|Instructions for the {t8}|## Before you begin
+ Read this manual first|Don't let it come near {us}|Store it in a {a} place|Parts may differ from the pictures
< {C9} Ltd|Made in {C9}.|Subject to change.
* Press the <1:{a} button> for <2:{n} seconds> to start the device.|The device starts when the <1:{a} button> is pressed for <2:{n} seconds>.
? 1 [Which button starts the device|What do I press to start it|How do I switch it on, with which button]?
? 2 [How long should I press to start it|For how many seconds is the button pressed]?
! How loud is the device?
* Never use hot water, because <1:it makes the {us} {a}|the {us} could melt>.|Hot water must not be used because <1:the {us} would become {a}>.
? 1 [Why should I not use hot water|What is the problem with hot water|What is the reason against hot water]?
! How hot may the water be?
@ hot water
* If the {a} lamp blinks, <1:change the {u}|empty the {u}|call {phone}>.|When the {a} lamp blinks, <1:change the {u}|clean the {u}>.
? 1 [What should I do if the {a} lamp blinks|The {a} lamp is blinking, what now|What does a blinking {a} lamp call for]?
! How many lamps are there?
* The battery lasts <1:{n} hours> and is charged in <2:{dur}>.
? 1 [How long does the battery last|For how long can I use it without a cable|battery life]?
? 2 [How long does it take to charge|How much time does charging need|charging takes how long]?
! What does a new battery cost?|How heavy is the battery?
@ the battery
* Clean the filter <1:{freq}> so that <2:the {us} can flow>.|The filter has to be cleaned <1:{freq}>, so that <2:the air stays {a}>.
? 1 [How often should I clean the filter|How often does the filter need cleaning|clean filter how often]?
? 2 [Why should I clean the filter|What is cleaning the filter good for]?
! What does a filter cost?|Where can I buy filters?
* The guarantee lasts <1:{dur2}> and does not cover <2:{us}>.
? 1 [How long is the guarantee|For how long is it under guarantee]?
? 2 [What does the guarantee not cover|What is not covered]?
! Who gives the guarantee?

# product bullets
> {A} {t8}|For sale: {t8}|# {C8} {t8}|New in our shop
+ Our customers love it|A {a} gift|Now with {us}|Only while stocks last
< Order today!|{C9} shop|Prices include tax.
* The frame is made of <1:{a} {u}> and weighs <2:{n} kg>.|Frame: <1:{a} {u}>, weight: <2:{n} kg>.
? 1 [What is the frame made of|Which material is used for the frame]?
? 2 [How heavy is the frame|What is the weight|How much does the frame weigh]?
! How wide is the frame?|Who designed the frame?
* It costs <1:{price}>; with a voucher you pay <2:{price2}>.|Price: <1:{price}>, with a voucher <2:{price2}>.
? 1 [How much is it without a voucher|What is the normal price|What does it cost without a voucher]?
? 2 [How much is it with a voucher|What do I pay if I have a voucher|voucher price]?
! Where do I get a voucher?
* It is meant for <1:{us} and {ts}>.|Made for <1:{us} and {ts}>.
? 1 [What is it for|For whom or what is it meant|What is it meant for]?
! In which countries is it sold?
* Do not put it in the sun, because <1:the colours fade|the {us} become {a}>.
? 1 [Why should I not put it in the sun|What happens when it is in the sun|What is the trouble with sunlight]?
! Does it glow in the dark?
* Available in <1:{n} colours> and <2:{n2} sizes>.|There are <1:{n} colours> and <2:{n2} sizes>.
? 1 [How many colours are there|In how many colours can I get it]?
? 2 [How many sizes are there|In how many sizes is it made]?
! Which colour is the most popular?
* You can send it back within <1:{dur2}> if <2:the seal is unbroken|you have the receipt>.
? 1 [How long can I send it back|Within what time may I give it back]?
? 2 [Under what condition can I send it back|What is needed to send it back]?
! Who pays the postage?

# trip prose
> # {C8}|Day {n8}: {C8}|Our journey to {C8}|{C8}, {date6}
+ The weather was {a}|We saw many {us}|It was a {a} day|I took pictures of {us}
< To be continued.|{N9}|More soon!
* We slept at <1:{place_name}> for <2:{price} a night>.|Our room was at <1:{place_name}> and cost <2:{price} a night>.
? 1 [Where did they sleep|Where did they spend the night|What was the name of the place where they slept]?
? 2 [How much was the room|What did a night cost|room price]?
! How many beds were in the room?
* <1:{N}> lost {p_own} <2:{in_place}>.
? 1 [Who lost {p_own}|Whose is {p_own}|By whom was {p_own} lost]?
? 2 [Where was {p_own} lost|Where did {N} lose {p_own}]?
! What was {p_own} worth?
* The castle of {C} was built in <1:{year}> by <2:{F}>.|In <1:{year}>, <2:{F}> built the castle of {C}.
? 1 [When was the castle built|How old is the castle, what year is it from|castle built when]?
? 2 [Who built the castle|By whom was the castle built]?
! How high is the castle?|Who lives in the castle?
@ the castle
* We walked <1:{n} km> in <2:{dur}>.|The walk was <1:{n} km> long and took <2:{dur}>.
? 1 [How far did they walk|How long was the walk in km|What distance did they walk]?
? 2 [How much time did the walk take|How many minutes or hours did they walk]?
! How many breaks did they have on the walk?
* We could not swim because <1:{reason}>.|Swimming was impossible because <1:{reason}>.
? 1 [Why could they not swim|What kept them from swimming|Why was swimming impossible]?
! How deep was the water?
* For lunch we had <1:{food} with {food2}>.|We ate <1:{food} with {food2}> for lunch.
? 1 [What did they eat for lunch|What was there for lunch|lunch was what]?
! Who cooked lunch?

# handbook mixed
> # Handbook|# Frequently asked questions|How we work|## For new people
+ Ask when something is unclear|We like {us}|This page changes often|Everybody is welcome
< Last change: {date6}|Written by {N9}
* In our team, {a} means that <1:{a_u} {is_made}>.|We call it {a} when <1:{a_u} {is_made}>.
? 1 [What does {a} mean|the word {a} means what|What does it mean to be {a}|How is {a} explained]?
! Who made up the word {a}?
* Working hours are from <1:{time}> to <2:{time2}>.|Work begins at <1:{time}> and ends at <2:{time2}>.
? 1 [When does work begin|At what time does the working day start|work starts when]?
? 2 [When does work end|At what time can I go home|work ends when]?
! How long is the lunch break?
* If you are ill, <1:phone {N} before {time}>.|When you are ill, <1:write to {N} before {time}>.
? 1 [What should I do if I am ill|I am ill, what now|What must ill people do]?
! How long may I be ill?
@ illness
* You have <1:{n} days> of holiday, because <2:{reason}>.
? 1 [How many days of holiday do I have|How much holiday is there|How long is my holiday]?
? 2 [Why do I have that much holiday|What is the reason for the holiday rule]?
! When may I take a holiday?
* Passwords are changed <1:{freq}> by <2:{N}>.|<2:{N}> changes the passwords <1:{freq}>.
? 1 [How often are the passwords changed|How often do we get new passwords]?
? 2 [Who changes the passwords|Who takes care of passwords]?
! How long must a password be?
* Ask <1:{N}> for {us} and <2:{M}> for {ts}.|For {us}, see <1:{N}>; for {ts}, see <2:{M}>.
? 1 [Whom do I ask for {us}|Who has {us}|I need {us}, who can help]?
? 2 [Whom do I ask for {ts}|Who has {ts}|I need {ts}, who can help]?
! What do {us} cost?
"""
